/** Inbound webhook → if/else → fill field → send → POST accepted: how many runs a second, sustained. */
import type { JsonObject } from "../src/domain/json.ts";
import { createCustomers, envelope, sign } from "./load.ts";
import { startBenchProduct } from "./product.ts";

const DOCUMENT: JsonObject = {
  name: "Bench",
  triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["go"] }, next: "c1" }],
  steps: [
    { id: "c1", type: "if_else", config: { if: { field: "contact.first_name", op: "eq", value: "Anna" } }, exits: { then: "f1", else: "m1" } },
    { id: "f1", type: "fill_field", config: { field: "CITY", value: "Roma {{ contact.first_name }}" }, exits: { next: "m1" } },
    { id: "m1", type: "send_message", config: { kind: "text", text: "Ciao {{ contact.first_name }} da {{ contact.fields.CITY }}" }, exits: { next: "g1" } },
    { id: "g1", type: "if_else", config: { if: { field: "contact.fields.CITY", op: "not_empty" } }, exits: {} },
  ],
};

async function main(): Promise<void> {
  const runs = Number(process.argv[2] ?? 20_000);
  const product = await startBenchProduct([DOCUMENT]);
  const customers = createCustomers(product.url, 64);
  try {
    for (const phase of ["warm-up", "measured"]) {
      const count = phase === "warm-up" ? 2000 : runs;
      await fetch(product.sinkUrl, { method: "DELETE" });
      const base = phase === "warm-up" ? 393_000_000_000 : 393_300_000_000;
      const started = Date.now();
      let next = 0;
      const lane = async () => {
        while (next < count) {
          const waId = String(base + next++);
          const body = envelope("go", waId);
          await customers.post(body, sign(body));
        }
      };
      await Promise.all(Array.from({ length: 64 }, lane));
      const posted = Date.now();
      let accepted = 0;
      let lastAt = 0;
      while (accepted < count && Date.now() - posted < 6_000) {
        ({ accepted, lastAt } = (await (await fetch(product.sinkUrl)).json()) as { accepted: number; lastAt: number });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      console.log(
        `${phase}: ${count} webhooks acknowledged in ${posted - started} ms (${Math.round((count / (posted - started)) * 1000)}/s); ${accepted} accepted after ${lastAt - started} ms (${Math.round((accepted / (lastAt - started)) * 1000)} runs/s)`,
      );
    }
    console.log((await product.pool.query('select state,count(*),min(due_at),max(attempts) from outbox group by 1')).rows, (await product.pool.query('select status,error,count(*) from message group by 1,2')).rows, (await product.pool.query('select status, stopped_reason from channel')).rows, (await product.pool.query('select count(*) from event')).rows, (await product.pool.query("select pid, state, wait_event_type, wait_event, now()-state_change as d, left(query,150) q from pg_stat_activity where application_name like 'parola %'")).rows);
  } finally {
    await customers.close();
    await product.stop();
  }
}

await main();
