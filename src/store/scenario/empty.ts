import type pg from "pg";

/** Forgets everything in a database that holds scenarios only, but its schema. */
export async function emptyDatabase(pool: pg.Pool): Promise<void> {
  await emptySchema(pool, "public");
  await pool.query("DELETE FROM graphile_worker._private_jobs");
}

/**
 * Forgets every row of one schema. Deleting a scenario's few rows costs a hundredth of copying the template again, or of
 * TRUNCATE, both of which make hundreds of files.
 */
export async function emptySchema(pool: pg.Pool, schema: string): Promise<void> {
  if (!/^[a-z0-9_]+$/.test(schema)) throw new Error(`"${schema}" is no name of a schema of ours`);
  // Workspaces and people first: what hangs on them by foreign keys goes with them, and the rest hangs on nothing. Every name
  // is written with its schema, whatever the connection would look in first.
  await pool.query(`DO $$
DECLARE name text;
BEGIN
  DELETE FROM ${schema}.workspace;
  DELETE FROM ${schema}.app_user;
  FOR name IN SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'schema_migration'
  LOOP EXECUTE format('DELETE FROM ${schema}.%I', name); END LOOP;
END $$`);
}
