/** Cursors of paged lists: the sort values of the last row, opaque to clients. */
import { Refusal } from "../domain/refusal.ts";
import { isUuid } from "../domain/uuid.ts";

export function encodeCursor(values: (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** What a cursor's value may be: the driver and the database are asked with nothing else. */
const PARTS = {
  id: (value: unknown) => typeof value === "string" && isUuid(value),
  number: Number.isSafeInteger,
  text: (value: unknown) => typeof value === "string" && !value.includes("\0"),
  /** As JavaScript or PostgreSQL writes an instant; rows without one are sorted as `-infinity`. */
  time: (value: unknown) => typeof value === "string" && (value === "-infinity" || isInstant(value)),
};
type Part = keyof typeof PARTS;

const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]\d\d(:?\d\d)?)$/;

function isInstant(text: string): boolean {
  const [, day, time] = INSTANT.exec(text) ?? [];
  return day !== undefined && !Number.isNaN(Date.parse(`${day}T${time}Z`));
}

/**
 * @param parts what the list sorts by
 * @throws {Refusal} `invalid_cursor` for anything this list did not give out
 */
export function decodeCursor<const Parts extends readonly Part[]>(
  cursor: string | undefined,
  parts: Parts,
): { [Index in keyof Parts]: Parts[Index] extends "number" ? number : string } | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(values) && values.length === parts.length && parts.every((part, index) => PARTS[part](values[index])))
      return values as never;
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
