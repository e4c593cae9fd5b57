/** `npm run bench`: starts its own PostgreSQL and product, drives it over HTTP, prints a table, or `--json`. */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { JsonObject } from "../src/domain/json.ts";
import { acknowledged, bareHttp, bareSql, type Figure, idle, latency, throughput } from "./measures.ts";
import { startBenchProduct } from "./product.ts";
import { waitingRuns } from "./sleepers.ts";

const ANSWER: JsonObject = {
  name: "Answer",
  triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["go"] }, next: "c1" }],
  steps: [
    {
      id: "c1",
      type: "if_else",
      config: { if: { field: "contact.first_name", op: "eq", value: "Anna" } },
      exits: { then: "f1", else: "m1" },
    },
    { id: "f1", type: "fill_field", config: { field: "CITY", value: "Roma {{ contact.first_name }}" }, exits: { next: "m1" } },
    {
      id: "m1",
      type: "send_message",
      config: { kind: "text", text: "Ciao {{ contact.first_name }} da {{ contact.fields.CITY }}" },
      exits: { next: "g1" },
    },
    { id: "g1", type: "if_else", config: { if: { field: "contact.fields.CITY", op: "not_empty" } } },
  ],
};
const SLEEPER: JsonObject = {
  name: "Sleeper",
  triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["sleep"] }, next: "d1" }],
  steps: [
    { id: "d1", type: "delay", config: { for: { days: 30 } }, exits: { next: "f1" } },
    { id: "f1", type: "fill_field", config: { field: "CITY", value: "Roma" } },
  ],
};

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    runs: { type: "string", default: "40000" },
    waiting: { type: "string", default: "1000000" },
    due: { type: "string", default: "50000" },
  },
});

const WARM_UP = 20_000;

const product = await startBenchProduct([ANSWER, SLEEPER]);
const figures: Figure[] = [];
const say = (...found: Figure[]) => {
  figures.push(...found);
  if (values.json) return;
  for (const { name, value, unit, cpu, note } of found) {
    const price = cpu ? `${cpu.product.toFixed(0)} + ${cpu.postgres.toFixed(0)} + ${cpu.harness.toFixed(0)} µs` : "";
    console.log(
      `${name.padEnd(48)} ${value.toFixed(unit === "ms" || unit === "%" ? 1 : 0).padStart(9)} ${unit.padEnd(7)} ${price.padStart(20)}  ${note ?? ""}`,
    );
  }
};
try {
  const runs = Number(values.runs);
  if (!values.json)
    console.log(
      `${cpus().length} × ${cpus()[0]?.model ?? ""}, Node ${process.version}, everything on this machine, synchronous_commit on; CPU of one: product + PostgreSQL + the measuring\n`,
    );
  say(...(await idle(product)));
  say(await bareHttp(product, runs), await bareSql(product, runs));
  // Compiled, and with PostgreSQL's view of its tables no longer that of an empty database: the rate is to be one that lasts.
  await throughput(product, WARM_UP, 393_000_000_000);
  say(...(await throughput(product, runs, 393_100_000_000)));
  say(await acknowledged(product, runs, 393_200_000_000));
  say(...(await latency(product, 50, 10, 393_300_000_000)), ...(await latency(product, 200, 10, 393_310_000_000)));
  say(...(await waitingRuns(product, Number(values.waiting), Number(values.due))));
  if (values.json) console.log(JSON.stringify(figures, null, 2));
} finally {
  await product.stop();
}
