/** Making campaigns and setting them going. */
import { templateProblems } from "../automation/message/template-problems.ts";
import { campaignStart } from "../domain/campaign-schedule.ts";
import type { Clock } from "../domain/clock.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import { audienceWhere } from "../store/campaign-audience.ts";
import {
  type Campaign,
  type CampaignContent,
  changeCampaign,
  holdNeeded,
  insertCampaign,
  lockCampaign,
  updateCampaign,
} from "../store/campaigns.ts";
import type { CatalogCache } from "../store/catalog-cache.ts";
import type { Tx } from "../store/db.ts";
import { notifyWork } from "../store/notify.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";

export interface CampaignContext {
  catalogs: CatalogCache;
  clock: Clock;
}

/** A draft. @throws {Refusal} `invalid_input`, `invalid_filter` where the audience names what is not there */
export async function createCampaign(
  tx: Tx,
  context: CampaignContext,
  workspaceId: string,
  content: CampaignContent,
  createdBy: string | null,
): Promise<string> {
  await checkContent(tx, context, workspaceId, content);
  return await insertCampaign(tx.client, workspaceId, content, { createdBy, now: context.clock.now() });
}

/** Back to a draft with a new content; only before anything was sent. */
export async function editCampaign(
  tx: Tx,
  context: CampaignContext,
  workspaceId: string,
  id: string,
  change: Partial<CampaignContent>,
): Promise<void> {
  const campaign = await mustLock(tx, workspaceId, id);
  if (campaign.startedAt !== null || !["draft", "scheduled", "paused"].includes(campaign.state)) {
    throw new Refusal("conflict", "The campaign has begun: copy it to send something else.");
  }
  const { name, channelId, audience, templates, automationId, schedule, capHours } = campaign;
  const content = { name, channelId, audience, templates, automationId, schedule, capHours, ...change };
  await checkContent(tx, context, workspaceId, content);
  // A number that is gone was not chosen again by changing something else.
  const problem = campaign.problem === "channel_deleted" && change.channelId === undefined ? campaign.problem : null;
  await updateCampaign(tx.client, campaign, content, { problem, now: context.clock.now() });
  await tellProgress(tx, campaign);
}

async function checkContent(tx: Tx, context: CampaignContext, workspaceId: string, content: CampaignContent): Promise<void> {
  const catalog = await catalogOf(tx, context, workspaceId);
  if ((content.templates === null) === (content.automationId === null)) {
    throw new Refusal("invalid_input", "A campaign sends templates or starts an automation: give one of both.");
  }
  for (const [need, id, message] of [
    ["channel", content.channelId, "There is no such number."],
    ["automation", content.automationId, "There is no such automation."],
  ] as const) {
    if (id !== null && !(await holdNeeded(tx.client, need, workspaceId, id))) throw invalid(`${need}Id`, message);
  }
  await audienceWhere(tx, content.audience, catalog, context.clock.now());
  startOf(content, 0);
}

/** When the first recipients are due. @throws {Refusal} `invalid_input` where the schedule names no instant */
function startOf({ schedule }: Pick<CampaignContent, "schedule">, now: number): number {
  try {
    return campaignStart(schedule, now);
  } catch (cause) {
    const wanted = schedule.inContactTimeZone
      ? 'a local date and time such as "2026-03-29T10:00"'
      : 'an instant with its offset such as "2026-03-29T10:00:00+02:00"';
    throw invalid("schedule.at", `Write ${wanted}.`, { cause });
  }
}

function invalid(path: string, message: string, options?: ErrorOptions): Refusal {
  return new Refusal("invalid_input", `${path}: ${message}`, { issues: [{ path, message }] }, options);
}

/**
 * From now on it runs: at once, or when its time comes.
 *
 * @throws {Refusal} `not_sendable` where its template, number or automation cannot be used
 */
export async function startCampaign(tx: Tx, context: CampaignContext, workspaceId: string, id: string): Promise<void> {
  const campaign = await mustLock(tx, workspaceId, id);
  if (campaign.state !== "draft") throw new Refusal("conflict", `The campaign is ${campaign.state}, not a draft.`);
  const catalog = await catalogOf(tx, context, workspaceId);
  const channelId = campaign.channelId ?? catalog.defaultChannelId;
  refuseUnsendable(campaign, channelId, catalog);
  await audienceWhere(tx, campaign.audience, catalog, context.clock.now());
  const now = context.clock.now();
  const startsAt = startOf(campaign, now);
  await changeCampaign(
    tx.client,
    campaign,
    {
      starts_at: new Date(startsAt),
      problem: null,
      ...(startsAt > now ? { state: "scheduled" } : { state: "running", started_at: new Date(now) }),
      ...(campaign.templates !== null && channelId !== null && { channel_id: channelId }),
    },
    now,
  );
  await tellProgress(tx, campaign);
}

function refuseUnsendable({ templates, automationId, problem: left }: Campaign, channelId: string | null, { snapshot }: Catalog): void {
  if (templates === null && automationId === null) {
    throw new Refusal("not_sendable", "The campaign's automation was deleted: choose another.", { reason: "automation_deleted" });
  }
  if (automationId !== null) {
    if (snapshot.automations[automationId]?.state === "active") return;
    throw new Refusal("not_sendable", "The campaign's automation is not active.", { reason: "automation_not_active" });
  }
  if (left === "channel_deleted") {
    throw new Refusal("not_sendable", "The campaign's number was deleted: choose another.", { reason: left });
  }
  if (channelId === null) throw new Refusal("not_sendable", "Connect a WhatsApp number first.", { reason: "no_channel" });
  for (const config of templates ?? []) {
    if (!snapshot.templates[config.template]) {
      throw new Refusal("not_sendable", `There is no template "${config.template}".`, { reason: "template_not_found" });
    }
    const problem = templateProblems(config, [], snapshot).find(({ severity }) => severity !== "warning");
    if (problem) throw new Refusal("not_sendable", problem.message, { reason: problem.code });
  }
}

export async function mustLock({ client }: Tx, workspaceId: string, id: string): Promise<Campaign> {
  const campaign = await lockCampaign(client, workspaceId, id);
  if (!campaign) throw notFound("campaign");
  return campaign;
}

export async function tellProgress({ client }: Tx, { workspaceId, id }: Campaign): Promise<void> {
  await notifyWork(client, { campaigns: true }, [{ w: workspaceId, t: "campaign.progress", id }]);
}

async function catalogOf({ client }: Tx, { catalogs }: CampaignContext, workspaceId: string): Promise<Catalog> {
  const catalog = (await catalogs.get(client, [workspaceId])).get(workspaceId);
  if (!catalog) throw notFound("workspace");
  return catalog;
}
