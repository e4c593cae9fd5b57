import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../src/postgres/embedded.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPool } from "../src/store/pool.ts";
import { run } from "./run.ts";

/**
 * `npm run db:types`: writes `src/store/tables.ts`, the types of the migrated schema, for Kysely. With `--check` it only
 * says, by its exit code, whether the file is that of the migrations.
 */
const TARGET = "src/store/tables.ts";

const check = process.argv.includes("--check");
const before = await readFile(TARGET, "utf8").catch(() => "");

const dataDir = await mkdtemp(join(tmpdir(), "parola-types-"));
const server = await startEmbeddedPostgres({ dataDir, durability: "disposable", log: console.error });
try {
  const pool = createPool(server.url, { max: 1, name: "types" });
  await migrate(pool);
  await pool.end();
  const exclude = "{graphile_worker.*,schema_migration,*_default,*_p[0-9]*}";
  // Numbers and dates as `src/store/pool.ts` has the driver read them.
  const mapping = JSON.stringify({ int8: "number", date: "string" });
  const args = [
    "--dialect=postgres",
    `--url=${server.url}`,
    `--out-file=${TARGET}`,
    `--exclude-pattern=${exclude}`,
    `--type-mapping=${mapping}`,
  ];
  const generated = await run("node_modules/.bin/kysely-codegen", args, { quiet: true });
  const formatted = generated.code === 0 ? await run("node_modules/.bin/biome", ["check", "--write", TARGET], { quiet: true }) : generated;
  if (formatted.code !== 0) console.error(formatted.output);
  process.exitCode = formatted.code;
  if (check && before !== (await readFile(TARGET, "utf8"))) {
    await writeFile(TARGET, before);
    console.error(`${TARGET} is not that of the migrations: run npm run db:types.`);
    process.exitCode = 1;
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
