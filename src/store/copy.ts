/**
 * Many new rows by COPY: PostgreSQL reads them in half the time that it needs to take rows out of a JSON parameter (measured:
 * 39 instead of 59 µs for a message with its indexes, 18 instead of 29 µs for a step).
 */
import type pg from "pg";
import type { Columns, ColumnType } from "./bulk.ts";

/** What COPY's text format would take for its own marks. */
const SPECIAL = /[\\\n\r\t]/g;
const ESCAPED: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function text(value: string): string {
  return value.search(SPECIAL) === -1 ? value : value.replace(SPECIAL, (found) => ESCAPED[found] as string);
}

/** Most rows of a batch carry the same few instants: that of the batch, and whole seconds of the provider. */
const instants = new Map<number, string>();
const MAX_INSTANTS = 256;

function instant(ms: number): string {
  const known = instants.get(ms);
  if (known !== undefined) return known;
  // Years beyond 9999 have a sign and six digits in JavaScript, which PostgreSQL does not read.
  const written = new Date(ms).toISOString().replace(/^\+0*/, "");
  if (instants.size >= MAX_INSTANTS) instants.clear();
  instants.set(ms, written);
  return written;
}

const ENCODERS: Record<ColumnType, (value: unknown) => string> = {
  uuid: String,
  integer: String,
  bigint: String,
  boolean: String,
  date: String,
  text: (value) => text(String(value)),
  jsonb: (value) => text(JSON.stringify(value)),
  timestamptz: (value) => instant(value as number),
  "uuid[]": (value) => `{${(value as string[]).join(",")}}`,
  "text[]": (value) => text(`{${(value as string[]).map((item) => `"${item.replace(/["\\]/g, "\\$&")}"`).join(",")}}`),
};

/** Rows as COPY reads them; what is left out is NULL. */
function copyText(columns: Columns, rows: object[]): string {
  const names = Object.keys(columns);
  const encoders = names.map((name) => ENCODERS[columns[name] as ColumnType]);
  let lines = "";
  for (const row of rows as Record<string, unknown>[]) {
    for (let i = 0; i < names.length; i++) {
      const value = row[names[i] as string];
      if (i > 0) lines += "\t";
      lines += value === null || value === undefined ? "\\N" : (encoders[i] as (value: unknown) => string)(value);
    }
    lines += "\n";
  }
  return lines;
}

/** Parts of the driver's connection that its type declarations leave out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * One COPY as the driver's queue takes it. All of it is sent at once, without waiting for PostgreSQL to ask for the rows: where
 * the statement fails, the rows that follow are ignored (protocol, 54.2.6).
 */
class CopyIn {
  readonly text: string;
  readonly #rows: string;
  readonly #done: (error: Error | null) => void;

  constructor(statement: string, rows: string, done: (error: Error | null) => void) {
    this.text = statement;
    this.#rows = rows;
    this.#done = done;
  }

  submit(connection: unknown): void {
    const { query, sendCopyFromChunk, endCopyFrom } = connection as CopyConnection;
    query.call(connection, this.text);
    sendCopyFromChunk.call(connection, Buffer.from(this.#rows));
    endCopyFrom.call(connection);
  }

  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.#done(null);
  }
  handleError(error: Error): void {
    this.#done(error);
  }
}

/** Appends the rows to the table. */
export async function copyRows(client: pg.ClientBase, table: string, columns: Columns, rows: object[]): Promise<void> {
  const names = Object.keys(columns).map((name) => `"${name}"`);
  const lines = copyText(columns, rows);
  await new Promise<void>((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    client.query(new CopyIn(`COPY ${table} (${names.join(", ")}) FROM STDIN`, lines, done));
  });
}
