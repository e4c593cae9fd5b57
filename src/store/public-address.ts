/** Where browsers and providers reach the web process, as it said when it started last. */
import type pg from "pg";

export async function savePublicAddress(pool: pg.Pool, url: string): Promise<void> {
  await pool.query("INSERT INTO public_address (url) VALUES ($1) ON CONFLICT (id) DO UPDATE SET url = excluded.url", [url]);
}

export async function readPublicAddress(pool: pg.Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ url: string }>("SELECT url FROM public_address");
  return rows[0]?.url;
}
