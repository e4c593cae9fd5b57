/**
 * Two campaigns at once — a template, and an automation that sends one — on real processes and a durable PostgreSQL, while kill -9 hits the
 * worker, the sender, both, and PostgreSQL, and while somebody pauses and resumes. Whoever is meant gets each of them once; only who
 * has a message of unknown outcome may have got none; and every recipient is counted under one heading.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { templateConfig } from "../src/automation/message/message-config.ts";
import { pauseCampaign, resumeCampaign, retryCampaign } from "../src/operations/control-campaign.ts";
import { createCampaign, startCampaign } from "../src/operations/start-campaign.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/postgres/embedded.ts";
import { loadRegistry } from "../src/registry.ts";
import { type FakeGraph, startFakeGraph } from "../src/sandbox/whatsapp/fake-graph.ts";
import { campaignProgress, campaignResults } from "../src/store/campaign-results.ts";
import { createCatalogCache } from "../src/store/catalog-cache.ts";
import { inTransaction, type Tx } from "../src/store/db.ts";
import { newId } from "../src/store/id.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPool } from "../src/store/pool.ts";
import { type ProductProcess, startProcess } from "./process.ts";
import { type Seeded, seed } from "./seed.ts";

const CONTACTS = 200;
/** Of the number, a second: both campaigns together take some fourteen seconds of sending. */
const THROUGHPUT = 30;
const FAILING = 20;
const SECRET_KEY = "crash-test-secret-key-of-32-characters";
const PROCESSES = ["worker", "sender"];
const NOBODY = { lists: [], contacts: [], segments: [] };

let dataDir: string;
let postgres: EmbeddedPostgres;
let pool: pg.Pool;
let graph: FakeGraph;
let seeded: Seeded;
let context: Parameters<typeof createCampaign>[1];
let running: ProductProcess[] = [];
const phones = Array.from({ length: CONTACTS }, (_, index) => `+39335${String(index).padStart(7, "0")}`);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "parola-crash-campaign-"));
  postgres = await startEmbeddedPostgres({ dataDir, durability: "durable", log: () => {} });
  pool = createPool(postgres.url, { max: 2, name: "campaign crash test" });
  await migrate(pool);
  graph = await startFakeGraph();
  seeded = await seed(pool, {
    secretKey: SECRET_KEY,
    throughput: THROUGHPUT,
    lists: ["All"],
    templates: ["news", "tour"],
    documents: [
      {
        name: "Tour",
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["tour"] }, next: "m1" }],
        steps: [{ id: "m1", type: "send_message", config: { kind: "template", template: "tour" } }],
      },
    ],
  });
  context = { catalogs: createCatalogCache(await loadRegistry()), clock: { now: () => Date.now() } };
  await pool.query(
    `WITH r AS (SELECT * FROM json_to_recordset($2) AS r(id uuid, phone text)),
c AS (INSERT INTO contact (workspace_id, id, phone, list_ids, created_at, updated_at) SELECT $1, id, phone, ARRAY(SELECT l.id FROM list l), now(), now() FROM r)
INSERT INTO contact_identity (workspace_id, kind, value, contact_id) SELECT $1, 'wa_id', substr(phone, 2), id FROM r`,
    [seeded.workspaceId, JSON.stringify(phones.map((phone) => ({ id: newId(), phone })))],
  );
});

afterAll(async () => {
  for (const product of running) await product.kill();
  await graph?.close();
  await pool?.end();
  await postgres?.stop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

const act = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(pool, work);

function start(roles: string): Promise<ProductProcess> {
  return startProcess({ DATA_DIR: dataDir, DATABASE_URL: postgres.url, SECRET_KEY, WHATSAPP_GRAPH_URL: graph.url, ROLES: roles });
}

async function launch(name: string, automationId: string | null): Promise<string> {
  const [list] = await query<{ id: string }>("SELECT id FROM list");
  const content = {
    name,
    channelId: null,
    audience: { ...NOBODY, lists: [list?.id ?? ""], exclude: NOBODY },
    templates: automationId === null ? [templateConfig.parse({ template: "news" })] : null,
    automationId,
    schedule: {},
    capHours: null,
  };
  return await act(async (tx) => {
    const id = await createCampaign(tx, context, seeded.workspaceId, content, null);
    await startCampaign(tx, context, seeded.workspaceId, id);
    return id;
  });
}

/** How many messages the provider has accepted; the next blow falls a little later than the last. */
async function until(accepted: number): Promise<void> {
  while (graph.accepted.length < accepted) await sleep(5);
}

async function kill(places: number[]): Promise<void> {
  await Promise.all(
    places.map(async (place) => {
      await running[place]?.kill();
      running[place] = await start(PROCESSES[place] as string);
    }),
  );
}

async function killPostgres(): Promise<void> {
  const before = postgres.pid();
  process.kill(before, "SIGKILL");
  while (postgres.pid() === before) await sleep(20);
  await query("SELECT 1 AS n");
}

/** PostgreSQL may be on its way back. */
async function query<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  for (;;) {
    const result = await pool.query<T>(text).catch(() => null);
    if (result) return result.rows;
    await sleep(100);
  }
}

async function ended(): Promise<void> {
  for (;;) {
    const [busy] = await query<{
      n: number;
    }>(`SELECT ((SELECT count(*) FROM campaign WHERE state <> 'completed') + (SELECT count(*) FROM event)
  + (SELECT count(*) FROM outbox))::int AS n`);
    if (busy?.n === 0) return;
    await sleep(100);
  }
}

/** How often the provider accepted this template for each number. */
function seen(template: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const { to, body } of graph.accepted) {
    if ((body["template"] as { name: string }).name === template) found.set(`+${to}`, (found.get(`+${to}`) ?? 0) + 1);
  }
  return found;
}

/** Numbers whose message of this template has that status. */
async function withStatus(template: string, status: string): Promise<string[]> {
  const rows = await query<{
    phone: string;
  }>(`SELECT c.phone FROM message m JOIN contact c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
WHERE m.direction = 'out' AND m.status = '${status}' AND m.content->>'template' = '${template}' ORDER BY 1`);
  return rows.map(({ phone }) => phone);
}

test("campaigns killed in the middle reach everyone once and count them all", { timeout: 240_000 }, async () => {
  const [automation] = await query<{ id: string }>("SELECT id FROM automation");
  graph.answerNext({ error: 131009 }, FAILING);
  const news = await launch("News", null);
  const tour = await launch("Tour", automation?.id ?? "");
  running = await Promise.all(PROCESSES.map(start));

  await until(20);
  await kill([0]);
  await until(70);
  await kill([1]);
  await until(130);
  await killPostgres();
  await until(230);
  await act((tx) => pauseCampaign(tx, context, seeded.workspaceId, news));
  await kill([0, 1]);
  await act((tx) => resumeCampaign(tx, context, seeded.workspaceId, news));
  await until(270);
  await kill([0, 1]);
  await ended();

  const [first] = await campaignResults(pool, seeded.workspaceId, news);
  expect(await counted(news)).toEqual({ recipients: CONTACTS, pending: 0, handled: CONTACTS, skipped: 0 });
  expect(await counted(tour)).toEqual({ recipients: CONTACTS, pending: 0, handled: CONTACTS, skipped: 0 });
  expect((first?.sent ?? 0) + (first?.failed ?? 0) + (first?.unknown ?? 0)).toBe(CONTACTS);
  const failed = await withStatus("news", "failed");
  expect(first?.failed).toBe(failed.length);
  // Each contact's run began once.
  const runs = await query<{ n: number; contacts: number }>(
    "SELECT count(*)::int AS n, count(DISTINCT contact_id)::int AS contacts FROM run",
  );
  expect(runs).toEqual([{ n: CONTACTS, contacts: CONTACTS }]);

  // What failed is sent again, and killed again.
  const before = graph.accepted.length;
  expect(await act((tx) => retryCampaign(tx, context, seeded.workspaceId, news))).toBe(failed.length);
  await until(before + 1);
  await kill([0, 1]);
  await ended();

  for (const template of ["news", "tour"]) {
    const times = seen(template);
    expect([...times].filter(([, n]) => n > 1)).toEqual([]);
    const unknown = new Set(await withStatus(template, "unknown"));
    expect(phones.filter((phone) => !times.has(phone) && !unknown.has(phone))).toEqual([]);
  }
  const [last] = await campaignResults(pool, seeded.workspaceId, news);
  expect(last).toMatchObject({ failed: 0, skipped: 0 });
  expect((last?.sent ?? 0) + (last?.unknown ?? 0)).toBe(CONTACTS);
});

async function counted(id: string) {
  return (await campaignProgress(pool, seeded.workspaceId, [id])).get(id);
}
