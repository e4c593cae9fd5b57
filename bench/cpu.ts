/**
 * CPU time of the product and of PostgreSQL, from Linux's /proc. On a machine that others use too it is the figure that holds: it
 * does not grow while somebody else has the processor.
 */
import { readdirSync, readFileSync } from "node:fs";
import type { BenchProduct } from "./product.ts";

/** Seconds of user and system time. */
export interface CpuTime {
  product: number;
  postgres: number;
  /** The load generator and the sink: what the measuring itself takes of the same cores. */
  harness: number;
}

/** USER_HZ: what /proc counts in, the same on all of Linux's platforms that Node runs on. */
const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  parent: number;
  own: number;
  /** Of children that have ended and were waited for. */
  ended: number;
}

/** Null on systems without /proc, and for processes that have just ended. */
function timesOf(pid: number | string): ProcessTimes | null {
  try {
    // The name in brackets may itself hold brackets and spaces: fields are counted behind its last one.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ").map(Number) ?? [];
    const [, parent = 0] = fields;
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, own: (user + system) / TICKS_PER_SECOND, ended: (endedUser + endedSystem) / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}

function childrenOf(pid: number): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && timesOf(name)?.parent === pid);
}

/** Null where the system does not say. */
export function cpuTime({ pids }: Pick<BenchProduct, "pids">): CpuTime | null {
  const product = timesOf(pids.product);
  const postmaster = timesOf(pids.postgres);
  const sink = timesOf(pids.sink);
  if (!product || !postmaster || !sink) return null;
  const { user, system } = process.cpuUsage();
  const backends = childrenOf(pids.postgres).reduce((sum, pid) => sum + (timesOf(pid)?.own ?? 0), 0);
  return {
    product: product.own + product.ended,
    postgres: postmaster.own + postmaster.ended + backends,
    harness: sink.own + (user + system) / 1e6,
  };
}

/** Resident memory in MB of the product, and of PostgreSQL with its shared memory counted once. Null where the system does not say. */
export function memoryMb({ pids }: BenchProduct): { product: number; postgres: number } | null {
  const product = proportional(pids.product);
  if (product === null) return null;
  const postgres = [String(pids.postgres), ...childrenOf(pids.postgres)].reduce((sum, pid) => sum + (proportional(pid) ?? 0), 0);
  return { product, postgres };
}

/** A page that several processes share counts for each by its part of it. */
function proportional(pid: number | string): number | null {
  try {
    const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}
