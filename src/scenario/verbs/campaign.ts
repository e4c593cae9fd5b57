import { z } from "zod";
import { templateConfig } from "../../automation/message/message-config.ts";
import { notFound } from "../../domain/refusal.ts";
import { cancelCampaign, pauseCampaign, resumeCampaign, retryCampaign } from "../../operations/control-campaign.ts";
import { createCampaign, startCampaign } from "../../operations/start-campaign.ts";
import { listCampaigns } from "../../store/campaigns.ts";
import { inTransaction, type Tx } from "../../store/db.ts";
import { findAutomation } from "../../store/scenario/read.ts";
import { contactIdOf } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";
import type { World } from "../world.ts";

const parts = z.strictObject({ lists: z.array(z.string()).default([]), contacts: z.array(person).default([]) });

const launch = parts.extend({
  name: z.string().default("Campaign"),
  /** One, or several that share the audience; a name, or the template's config. */
  template: z.union([z.string(), templateConfig, z.array(z.union([z.string(), templateConfig]))]).optional(),
  automation: z.string().optional(),
  exclude: parts.optional(),
  schedule: z
    .strictObject({ at: z.string().optional(), inContactTimeZone: z.boolean().optional(), spreadMinutes: z.int().optional() })
    .default({}),
  capHours: z.int().optional(),
});
const ACTS = { pause: pauseCampaign, resume: resumeCampaign, cancel: cancelCampaign, retry: retryCampaign };
const control = z.strictObject({ name: z.string().default("Campaign"), do: z.enum(["pause", "resume", "cancel", "retry"]) });

/** Starts one, or with `do` acts on the latest of that name. */
export const verb = defineVerb({
  verb: "campaign",
  input: z.union([control, launch]),
  async run(input, { world }) {
    await inTransaction(world.pool, async (tx) => {
      if ("do" in input) {
        const [campaign] = await listCampaigns(tx.client, world.workspaceId, { search: input.name, limit: 1 });
        if (!campaign) throw notFound(`campaign "${input.name}"`);
        await ACTS[input.do](tx, world, world.workspaceId, campaign.id);
      } else await start(tx, world, input);
    });
  },
});

async function start(tx: Tx, world: World, input: z.output<typeof launch>): Promise<void> {
  const { template, automation, name, schedule, capHours = null } = input;
  const automationId = automation === undefined ? null : await automationNamed(world, automation);
  const templates =
    template === undefined
      ? null
      : [template].flat().map((one) => (typeof one === "string" ? templateConfig.parse({ template: one }) : one));
  const audience = { ...(await idsOf(world, input)), exclude: await idsOf(world, input.exclude ?? { lists: [], contacts: [] }) };
  const id = await createCampaign(
    tx,
    world,
    world.workspaceId,
    { name, channelId: null, audience, templates, automationId, schedule, capHours },
    null,
  );
  await startCampaign(tx, world, world.workspaceId, id);
}

async function automationNamed(world: World, name: string): Promise<string> {
  const automation = await findAutomation(world, name);
  if (!automation) throw notFound(`automation "${name}"`);
  return automation.id;
}

async function idsOf(world: World, { lists, contacts }: z.output<typeof parts>) {
  const catalog = (await world.catalogs.get(world.pool, [world.workspaceId])).get(world.workspaceId);
  return {
    lists: lists.map((name) => catalog?.snapshot.lists[name]?.id ?? missing(name)),
    contacts: await Promise.all(contacts.map((phone) => contactIdOf(world, phone))),
    segments: [],
  };
}

function missing(name: string): never {
  throw notFound(`list "${name}"`);
}
