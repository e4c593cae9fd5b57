/** Cursors of paged lists: the sort values of the last row, opaque to clients. */
import { Refusal } from "../domain/refusal.ts";

export function encodeCursor(values: (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** @throws {Refusal} `invalid_cursor` for anything this list did not give out */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((value) => value === null || ["string", "number"].includes(typeof value))
    ) {
      return values;
    }
  } catch {
    // Falls through: not ours.
  }
  throw invalidCursor();
}

export function invalidCursor(): Refusal {
  return new Refusal("invalid_cursor", "Start again without a cursor.");
}

/**
 * Whether PostgreSQL could make nothing of a value (class 22: no UUID, no time, out of range). In a list that was asked for with a
 * cursor this is the cursor's doing: everything else was checked, and its values are the list's own business.
 */
export function isUnreadableValue(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" && /^22[0-9A-Z]{3}$/.test(code);
}

/** Rows were asked for one more than `limit`: the extra one says that there is a next page. */
export function toPage<Row, Item>(rows: Row[], limit: number, item: (row: Row) => Item, cursor: (row: Row) => (string | number | null)[]) {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { items: kept.map(item), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursor(last)) : null };
}
