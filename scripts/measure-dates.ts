/**
 * `npm run measure:dates`: what a date condition costs — the look at the next due instant among a hundred thousand and a million
 * birthdays, planning them all, starting those of one morning, and an import of a hundred thousand contacts with a date, with an
 * active date condition and without, in turn. `--contacts` and `--rows` set the sizes, `--plans` prints what PostgreSQL does.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cpuTime } from "../bench/cpu.ts";
import { activateAutomation, deactivateAutomation } from "../src/operations/activate-automation.ts";
import { runImport } from "../src/operations/import-contacts.ts";
import { startEmbeddedPostgres } from "../src/postgres/embedded.ts";
import { loadRegistry } from "../src/registry.ts";
import { createCatalogCache } from "../src/store/catalog-cache.ts";
import { CLAIM_DUE_PLANS, claimDuePlans, NEXT_DUE_PLAN, nextDuePlan } from "../src/store/date-due.ts";
import { createDb, inTransaction } from "../src/store/db.ts";
import { findImport, insertImport, updateImport } from "../src/store/imports.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPool } from "../src/store/pool.ts";
import { createSecretBox } from "../src/store/secret.ts";
import { queueTransaction } from "../src/store/transaction.ts";
import type { WorkerContext } from "../src/worker/context.ts";
import { createDatesLoop } from "../src/worker/dates-loop.ts";
import { seed } from "../test/seed.ts";

const { values } = parseArgs({
  options: {
    contacts: { type: "string", default: "1000000" },
    rows: { type: "string", default: "100000" },
    plans: { type: "boolean", default: false },
  },
});
const contacts = Number(values.contacts);
const importRows = Number(values.rows);
const LOOKS = 101;
const DAY_MS = 86_400_000;

const dataDir = await mkdtemp(join(tmpdir(), "parola-dates-"));
const postgres = await startEmbeddedPostgres({ dataDir, durability: "durable", log: () => {} });
const pool = createPool(postgres.url, { max: 4, name: "measure dates" });
const pids = { product: process.pid, postgres: postgres.pid(), sink: process.pid };
try {
  await migrate(pool);
  const { workspaceId } = await seed(pool, {
    secretKey: "measure-dates-secret-key-of-32-characters",
    fields: { BIRTHDAY: "date" },
    documents: [
      {
        name: "Birthday",
        triggers: [{ id: "t1", type: "date_condition", config: { field: "BIRTHDAY", everyYear: true }, next: "s1" }],
        steps: [{ id: "s1", type: "add_note", config: { text: "birthday" } }],
      },
    ],
  });
  const registry = await loadRegistry();
  const clock = { time: Date.now(), now: () => clock.time };
  const logger: WorkerContext["logger"] = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const context = {
    ...{ pool, clock, registry, logger, catalogs: createCatalogCache(registry), random: Math.random },
    ...{ db: createDb(pool), secrets: createSecretBox(Buffer.alloc(32, 1)) },
  };
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM automation");
  const automationId = rows[0]?.id ?? "";
  const loop = createDatesLoop(context);
  const settle = async () => {
    let done = 0;
    for (let n = await loop.runOnce(); n > 0; n = await loop.runOnce()) done += n;
    return done;
  };

  say("\nimport of", `${importRows.toLocaleString("en")} contacts with a date`);
  const without: number[] = [];
  const withOne: number[] = [];
  for (let round = 0; round < 2; round++) {
    await deactivateAutomation(context, workspaceId, automationId);
    await settle();
    without.push(await importing(2 * round, "no date condition active"));
    await activateAutomation(context, workspaceId, automationId, "resume");
    await settle();
    withOne.push(await importing(2 * round + 1, "one active"));
  }
  say("  ratio of the better ones", (Math.min(...withOne) / Math.min(...without)).toFixed(2));

  await deactivateAutomation(context, workspaceId, automationId);
  await settle();
  await pool.query("TRUNCATE contact CASCADE");
  for (const size of [contacts / 10, contacts]) {
    await fill(size);
    const { rows: found } = await pool.query<{ n: number }>("SELECT count(*)::int AS n FROM contact");
    say(`\n${size.toLocaleString("en")} birthdays`, "");
    const began = performance.now();
    const cpu = cpuTime({ pids });
    await activateAutomation(context, workspaceId, automationId, "resume");
    await settle();
    say("  planning all of them", `${seconds(began)}${each(cpu, found[0]?.n ?? 1)}`);
    await pool.query("ANALYZE date_plan");
    say("  when is the next one due?", await median(() => nextDuePlan(pool)));
    say(
      "  claim while none is due",
      await median(() => queueTransaction(pool, (client) => claimDuePlans(client, clock.time - DAY_MS, 1000))),
    );
    await birthdays(size);
    if (size !== contacts) await deactivateAutomation(context, workspaceId, automationId);
    await settle();
  }
  if (values.plans) await plans();

  /** The next day at nine. */
  async function birthdays(size: number): Promise<void> {
    const { at } = await nextDuePlan(pool);
    clock.time = at ?? clock.time;
    const began = performance.now();
    const cpu = cpuTime({ pids });
    const started = await settle();
    say("  starting those of one morning", `${started} of ${size.toLocaleString("en")} in ${seconds(began)}${each(cpu, started)}`);
  }

  async function importing(series: number, what: string): Promise<number> {
    const records = Array.from({ length: importRows }, (_, n) => ({
      cells: [`+39${3_400_000_000 + series * importRows + n}`, `Name ${n}`, birthday(n)],
      brokenQuotes: false,
    }));
    const id = await inTransaction(pool, ({ db }) =>
      insertImport(db, workspaceId, {
        ...{ filename: "contacts.csv", delimiter: ",", records, createdBy: null, now: clock.time },
        columns: ["phone", "name", "birthday"].map((name) => ({ name, samples: [], suggestion: null })),
      }),
    );
    const options = {
      mapping: { phone: "phone", name: "first_name", birthday: "fields.BIRTHDAY" },
      addTags: [],
      addToLists: [],
      existing: "update",
    };
    await updateImport(context.db, workspaceId, id, { state: "running", options: { ...options, startAutomations: false } });
    const began = performance.now();
    const cpu = cpuTime({ pids });
    await runImport(context, workspaceId, id);
    const ms = performance.now() - began;
    const row = await findImport(context.db, workspaceId, id);
    if (row?.created !== importRows) throw new Error(`imported ${row?.created} of ${importRows}: ${row?.error}`);
    say(`  ${what}`, `${seconds(began)}${each(cpu, importRows)}`);
    return ms;
  }

  async function fill(size: number): Promise<void> {
    await pool.query(
      `INSERT INTO contact (workspace_id, id, phone, fields, created_at, updated_at)
SELECT $1, uuidv7(), '+39' || (3400000000 + n), jsonb_build_object('BIRTHDAY', (date '1950-01-01' + (n * 7919 % 21900)::int)::text), now(), now()
FROM generate_series((SELECT count(*) FROM contact) + 1, $2::int) AS n`,
      [workspaceId, size],
    );
    await pool.query("ANALYZE contact");
  }
} finally {
  await pool.end();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function say(what: string, figure: string): void {
  console.log(what.padEnd(36), figure);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** CPU time that one of so many took, of this process and of PostgreSQL. */
function each(before: ReturnType<typeof cpuTime>, units: number): string {
  const after = cpuTime({ pids });
  if (!before || !after) return "";
  const micros = (part: "product" | "postgres") => Math.round(((after[part] - before[part]) / units) * 1e6);
  return `, ${micros("product")} + ${micros("postgres")} µs of CPU each`;
}

async function median(look: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let n = 0; n < LOOKS; n++) {
    const began = performance.now();
    await look();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return `${(times[LOOKS >> 1] as number).toFixed(2)} ms, ${(times.at(-1) as number).toFixed(2)} at worst`;
}

function birthday(n: number): string {
  return new Date(Date.UTC(1950, 0, 1) + ((n * 7919) % 21_900) * DAY_MS).toISOString().slice(0, 10);
}

async function plans(): Promise<void> {
  for (const [text, parameters] of [
    [NEXT_DUE_PLAN, []],
    [CLAIM_DUE_PLANS, [0, 1000]],
  ] as const) {
    const { rows } = await pool.query<{ "QUERY PLAN": string }>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, [...parameters]);
    console.log(`\n${rows.map((row) => row["QUERY PLAN"]).join("\n")}`);
  }
}
