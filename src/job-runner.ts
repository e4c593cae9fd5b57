/** Carries out what waits in the job queue: graphile-worker, on the product's pool. */
import { Logger as GraphileLogger, run } from "graphile-worker";
import type pg from "pg";
import { CRONTAB, type JobHandlers } from "./operations/jobs.ts";
import type { Logger } from "./worker/context.ts";

export interface JobRunner {
  /** Finishes the jobs in hand. */
  stop(): Promise<void>;
}

/** Jobs of this process at a time; the engine's loops do not wait behind them. */
const CONCURRENCY = 2;

export async function startJobs(pool: pg.Pool, jobs: JobHandlers, log: Logger): Promise<JobRunner> {
  const logger = new GraphileLogger(() => (logLevel, message, meta) => {
    const level: string = logLevel;
    if (level === "error") log.error({ part: "jobs", ...meta }, message);
    else if (level === "warning") log.warn({ part: "jobs" }, message);
  });
  const runner = await run({
    pgPool: pool,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    logger,
    taskList: jobs,
    crontab: CRONTAB,
  });
  return { stop: () => runner.stop() };
}
