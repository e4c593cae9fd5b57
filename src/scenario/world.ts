/**
 * The whole product in one process on a movable clock: a workspace with a number at a fake WhatsApp, an outside that is
 * fake too, and between them everything real: routes, operations, loops, SQL. Scripts act on it; so can the Test tab.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Registry } from "../automation/trigger.ts";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { createLocalStorage } from "../connectors/storage/local-storage.ts";
import type { JsonObject } from "../domain/json.ts";
import { loadRegistry } from "../registry.ts";
import type { SandboxConnection } from "../sandbox/connection.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import type { FakeChannel } from "../sandbox/whatsapp/build-inbound.ts";
import { type FakeGraph, startFakeGraph } from "../sandbox/whatsapp/fake-graph.ts";
import { type CatalogCache, createCatalogCache } from "../store/catalog-cache.ts";
import { createDb, type Db } from "../store/db.ts";
import { createPool } from "../store/pool.ts";
import type { Workspace } from "../store/scenario/read.ts";
import { insertChannel, insertWorkspace } from "../store/scenario/set-up.ts";
import { createSecretBox, type SecretBox } from "../store/secret.ts";
import type { Logger } from "../worker/context.ts";
import { createMovableClock, type MovableClock } from "./movable-clock.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { advanceTo, nextDue, settle } from "./settle.ts";
import { createWeb, type Web } from "./web.ts";
import { type ScenarioWorker, startWorker, type WorkerSetting } from "./worker.ts";

export interface World extends Workspace {
  clock: MovableClock;
  registry: Registry;
  catalogs: CatalogCache;
  db: Db;
  secrets: SecretBox;
  timeZone: string;
  defaultCountry: string;
  channel: FakeChannel & { id: string };
  graph: FakeGraph;
  outside: FakeOutside;
  web: Web;
  /** Fakes of the outside systems the workspace is connected to, by the connection's name. */
  connections: Map<string, SandboxConnection>;
  /** Voice agents that documents name and the scenario did not describe: they understand whatever the script's callers answer. */
  standIns: Set<string>;
  /** What people read of each template, by `name/language`. */
  templates: Map<string, { text: string; buttons: string[] }>;
  /** What went wrong inside the product, as its log says. */
  troubles: string[];
  /** Everything that is due now happens. */
  settle(): Promise<void>;
  /** Everything up to that instant happens in time order. */
  advanceTo(epochMs: number): Promise<void>;
  /** When something is due next; null where nothing waits for time. */
  nextDue(): Promise<number | null>;
  restartWorker(): Promise<void>;
  /** The worker of now, and what another one beside it would be started with. */
  worker(): ScenarioWorker;
  setting: WorkerSetting;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** A migrated database without a workspace in it. */
  databaseUrl: string;
  /** Epoch milliseconds. */
  clock: number;
  /** Called at every stop of the clock: throws where the script has taken long enough. */
  patience?: (() => void) | undefined;
  workspace?: { name?: string; settings?: JsonObject; channels?: string[]; throughput?: number | undefined };
}

const PHONE = "+390200000001";

export async function createWorld(options: WorldOptions): Promise<World> {
  const clock = createMovableClock(options.clock);
  const registry = await loadRegistry();
  const secrets = createSecretBox(randomBytes(32));
  const pool = createPool(options.databaseUrl, { max: 8, name: "scenario" });
  const settings = { timeZone: "Europe/Rome", defaultCountry: "IT", defaultLanguage: "it", ...options.workspace?.settings };
  const workspaceId = await insertWorkspace(pool, { name: options.workspace?.name ?? "Scenario", settings, at: clock.now() });
  let web: Web | undefined;
  const graph = await startFakeGraph({
    now: () => clock.now(),
    deliver: async (raw, signature) => {
      const answer = await web?.post("/webhooks/whatsapp", raw, { "content-type": "application/json", "x-hub-signature-256": signature });
      if (answer?.status !== 200) throw new Error(`The webhook was answered ${answer?.status}: ${answer?.body}`);
    },
  });
  const outside = await startFakeOutside(() => clock.now());
  const channel = { phoneNumberId: "106540352242922", wabaId: graph.account.wabaId, displayPhoneNumber: PHONE.slice(1) };
  const accessToken = "scenario-token";
  const addChannel = (name: string, phoneNumberId: string, phone: string) =>
    insertChannel(pool, secrets, workspaceId, {
      name,
      wabaId: channel.wabaId,
      phoneNumberId,
      phone,
      accessToken,
      appSecret: graph.account.appSecret,
      throughput: options.workspace?.throughput,
      at: clock.now(),
    });
  const [number = "Scenario", ...others] = options.workspace?.channels ?? [];
  const channelId = await addChannel(number, channel.phoneNumberId, PHONE);
  for (const [index, name] of others.entries())
    await addChannel(name, String(Number(channel.phoneNumberId) + index + 1), `${PHONE.slice(0, -2)}${String(index + 2).padStart(2, "0")}`);
  const troubles: string[] = [];
  const files = await mkdtemp(join(tmpdir(), "parola-scenario-files-"));
  const setting = {
    databaseUrl: options.databaseUrl,
    clock,
    registry,
    logger: collectTroubles(troubles),
    random: createSeededRandom(),
    secrets,
    graphUrl: { whatsapp: graph.url, sandbox: graph.url },
    graphVersion: "v25.0",
    http: createOutgoingHttp({ dispatcher: outside.dispatcher }),
    publicUrl: "https://parola.example.com",
    storage: createLocalStorage(files),
  };
  let worker: ScenarioWorker = startWorker(setting);
  const catalogs = createCatalogCache(registry);
  const db = createDb(pool);
  web = await createWeb({ pool, db, clock, registry, secrets, catalogs, publicUrl: setting.publicUrl });
  const own = web;
  return {
    pool,
    workspaceId,
    clock,
    registry,
    catalogs,
    db,
    secrets,
    timeZone: settings.timeZone,
    defaultCountry: settings.defaultCountry,
    channel: { ...channel, id: channelId },
    graph,
    outside,
    web,
    connections: new Map(),
    standIns: new Set(),
    templates: new Map(),
    troubles,
    settle: () => settle(worker.loops),
    advanceTo: (epochMs) => advanceTo(worker.loops, clock, epochMs, options.patience),
    nextDue: () => nextDue(worker.loops, clock.now()),
    worker: () => worker,
    setting,
    async restartWorker() {
      await worker.kill();
      worker = startWorker(setting);
    },
    async close() {
      await worker.stop();
      await own.close();
      await pool.end();
      await graph.close();
      await outside.close();
      await rm(files, { recursive: true, force: true });
    },
  };
}

/** Warnings and errors only: a failing scenario shows them. */
function collectTroubles(troubles: string[]): Logger {
  const keep = (details: object, message: string) => {
    const error = "err" in details && details.err instanceof Error ? `: ${details.err.message}` : "";
    troubles.push(`${message}${error}`);
  };
  return { debug: () => {}, info: () => {}, warn: keep, error: keep };
}
