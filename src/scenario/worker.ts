/** The part of the product that works in the background, as one process would hold it: its own connections and memory. */
import { randomBytes } from "node:crypto";
import { createGraphClient } from "../connectors/whatsapp/graph-client.ts";
import { createCatalogCache } from "../store/catalog-cache.ts";
import { createChannelOwnership } from "../store/channel-ownership.ts";
import { createClient, createPool } from "../store/pool.ts";
import { terminateConnections } from "../store/scenario/read.ts";
import type { Loop } from "../worker/loop.ts";
import { createSenderLoops, createWorkerLoops, type LoopsContext } from "../worker/loops.ts";

export interface ScenarioWorker {
  loops: Loop[];
  /** As kill -9 does: connections cut in the middle of whatever they do, nothing said, nothing saved. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** What the worker is given; its connections and caches are its own. */
export type WorkerSetting = Omit<LoopsContext, "pool" | "catalogs" | "ownership" | "graph"> & { databaseUrl: string };

/** Workers are killed by the name of their connections: no other process on the same server may have it. */
const RUN = randomBytes(6).toString("hex");
let started = 0;

export function startWorker(setting: WorkerSetting): ScenarioWorker {
  const name = `worker ${RUN}-${++started}`;
  const pool = createPool(setting.databaseUrl, { max: 8, name });
  const ownership = createChannelOwnership(async () => {
    const client = createClient(setting.databaseUrl, name);
    await client.connect();
    return client;
  });
  const graph = createGraphClient();
  const context: LoopsContext = { ...setting, pool, ownership, graph, catalogs: createCatalogCache(setting.registry) };
  const loops = [...createWorkerLoops(context), ...createSenderLoops(context)];
  let ended = false;
  const end = async () => {
    if (ended) return;
    ended = true;
    await ownership.close();
    await pool.end();
    await graph.close();
  };
  return {
    loops,
    async kill() {
      const assassin = createPool(setting.databaseUrl, { max: 1, name: "kill" });
      await terminateConnections(assassin, `parola ${name}`);
      await assassin.end();
      await end();
    },
    stop: end,
  };
}
