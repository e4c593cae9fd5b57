/** For tests of loops: a world on the test run's PostgreSQL, with automations in it. */
import type pg from "pg";
import { type Campaign, listCampaigns } from "../store/campaigns.ts";
import { addAutomations } from "./automations.ts";
import { deliverToProduct } from "./deliver.ts";
import { inboundEnvelope, inboundSpec } from "./inbound.ts";
import { parseScenario } from "./parse-scenario.ts";
import type { ScenarioDocument } from "./scenario-schema.ts";
import { setUpWorld } from "./set-up-scenario.ts";
import { verb as campaignVerb } from "./verbs/campaign.ts";
import type { World } from "./world.ts";

/** Builds the world of a scenario without a script. */
export async function worldOf(databaseUrl: string, yaml: string): Promise<World> {
  const scenario = parseScenario(`scenario: test\nclock: 2026-03-02T10:00:00+01:00\n${yaml}\nscript: []\n`);
  const world = await setUpWorld(scenario, databaseUrl);
  await addAutomations(world, scenario.automations as ScenarioDocument[]);
  return world;
}

/** Posts a customer's text; nothing is handled yet. */
export async function write(world: World, from: string, text: string): Promise<void> {
  await deliverToProduct(world, await inboundEnvelope(world, inboundSpec.parse({ from, text })));
}

/** Numbers of many people. */
export function people(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `+39333${String(1_000_000 + index)}`);
}

/** How many rows a table has in the world's workspace. */
export async function count({ pool, workspaceId }: World, table: string, where = "true"): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*) FROM ${table} WHERE workspace_id = $1 AND ${where}`, [workspaceId]);
  return rows[0]?.count ?? 0;
}

/** Starts a campaign with a template to everyone on the list All. */
export async function launch(world: World, template: string, schedule = {}): Promise<void> {
  await campaignVerb.run({ name: template, lists: ["All"], contacts: [], template, schedule }, { world } as never);
}

/** The newest. */
export async function newestCampaign({ pool, workspaceId }: World): Promise<Campaign> {
  return (await listCampaigns(pool, workspaceId, { limit: 1 }))[0] as Campaign;
}

/** What WhatsApp accepted, in order: to whom, and the template's name or the text. */
export function sent({ graph }: World): { to: string; what: string }[] {
  return graph.accepted.map(({ to, body }) => {
    const template = body["template"] as { name: string } | undefined;
    return { to, what: template?.name ?? (body["text"] as { body: string }).body };
  });
}

export interface Hold {
  /** Resolves once somebody stands still before the table. */
  waiting(): Promise<void>;
  release(): Promise<void>;
}

/** Holds a table so that whoever writes to it stands still. */
export async function hold(pool: pg.Pool, table: string): Promise<Hold> {
  const client = await pool.connect();
  let held = true;
  await client.query("BEGIN");
  await client.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  return {
    async waiting() {
      const someone = "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted) AS waits";
      while (!(await client.query(someone, [table])).rows[0].waits) await new Promise((resolve) => setImmediate(resolve));
    },
    async release() {
      if (!held) return;
      held = false;
      await client.query("ROLLBACK");
      client.release();
    },
  };
}
