/** What `GET /metrics` tells Prometheus: work done by each loop, webhooks by outcome, and how long the queues are now. */
import type pg from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Loop } from "./worker/loop.ts";

export interface Metrics {
  registry: Registry;
  /** The same loop, its work counted and timed. */
  measured(loop: Loop): Loop;
  countWebhookItem(outcome: string): void;
}

/** Long queues are counted up to here: a scrape must stay cheap when there is most to do. */
const MAX_COUNTED = 100_000;
/**
 * Milliseconds between two looks at how late the event loop is. Each look wakes the process: at the default of 10 they were
 * 100 of the 104 times a second that an idle product woke up.
 */
const EVENT_LOOP_LOOK_MS = 100;
const QUEUES = {
  event: "event",
  outbox: "outbox",
  channel_event: "channel_event WHERE NOT handled",
  request: "request WHERE state IN ('pending', 'sending')",
};

export function createMetrics(pool: pg.Pool): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "parola_", eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS });
  const work = new Counter({
    name: "parola_loop_items_total",
    help: "Items handled by a loop",
    labelNames: ["loop"],
    registers: [registry],
  });
  const failures = new Counter({
    name: "parola_loop_failures_total",
    help: "Batches that failed and were tried again",
    labelNames: ["loop"],
    registers: [registry],
  });
  const duration = new Histogram({
    name: "parola_loop_batch_seconds",
    help: "Duration of batches that had work",
    labelNames: ["loop"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const webhookItems = new Counter({
    name: "parola_webhook_items_total",
    help: "Updates in provider webhooks, by what became of them",
    labelNames: ["outcome"],
    registers: [registry],
  });
  registry.registerMetric(
    new Gauge({
      name: "parola_queue_length",
      help: `Rows waiting in a queue, counted up to ${MAX_COUNTED}`,
      labelNames: ["queue"],
      registers: [registry],
      async collect() {
        for (const [queue, source] of Object.entries(QUEUES)) {
          const { rows } = await pool.query(`SELECT count(*) AS length FROM (SELECT FROM ${source} LIMIT ${MAX_COUNTED}) AS counted`);
          this.set({ queue }, Number(rows[0].length));
        }
      },
    }),
  );

  return {
    registry,
    measured: (loop) => ({
      ...loop,
      async runOnce() {
        const started = performance.now();
        try {
          const items = await loop.runOnce();
          if (items > 0) {
            work.inc({ loop: loop.name }, items);
            duration.observe({ loop: loop.name }, (performance.now() - started) / 1000);
          }
          return items;
        } catch (error) {
          failures.inc({ loop: loop.name });
          throw error;
        }
      },
    }),
    countWebhookItem: (outcome) => webhookItems.inc({ outcome }),
  };
}
