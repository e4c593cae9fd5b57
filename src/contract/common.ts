/** Pieces that many resources share. */
import { z } from "zod";
import type { Json, JsonObject } from "../domain/json.ts";

export const id = z.uuid();
/** ISO 8601 with an offset; answers are always in UTC. */
export const instant = z.iso.datetime({ offset: true });
/** `YYYY-MM-DD` */
export const day = z.iso.date();
export const name = z.string().trim().min(1).max(200);
export const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "must be a colour like #12b981");
export const email = z.email().max(320);
/** Any way people write numbers; stored as E.164. */
export const phone = z.string().trim().min(3).max(40);
export const json = z.json() as unknown as z.ZodType<Json>;
export const jsonObject = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;

export const byId = z.object({ id });

/** Long lists come in pages: send `nextCursor` of one answer as `cursor` of the next request. */
export const pageQuery = z.object({
  cursor: z.string().max(512).optional(),
  limit: z.int().min(1).max(200).default(50),
});
/** `nextCursor` is null on the last page. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
/** Short lists come whole. */
export function all<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) });
}

/** From and to are days of the workspace's time zone, both included. Without them: the last 30 days. */
export const period = z.object({ from: day.optional(), to: day.optional() });

/** The smallest picture of an object that others refer to. */
export const named = z.object({ id, name: z.string() });
export const done = z.object({ ok: z.literal(true) });

/** Most contacts, chats or tickets one bulk request names. */
export const MAX_BULK = 1000;
export const ids = z.array(id).min(1).max(MAX_BULK);
