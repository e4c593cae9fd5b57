/**
 * Many new rows by COPY: PostgreSQL reads them in half the time that it needs to take rows out of a JSON parameter (measured:
 * 39 instead of 59 µs for a message with its indexes, 18 instead of 29 µs for a step).
 */
import type pg from "pg";
import type { Columns } from "./bulk.ts";
import { binaryRows } from "./copy-binary.ts";

/** Parts of the driver's connection that its type declarations leave out. */
interface CopyConnection {
  stream: { cork(): void; uncork(): void; write(chunk: Buffer): void };
  query(text: string): void;
  endCopyFrom(): void;
}

/** A CopyData message begins with its letter and its length, which does not count the letter (protocol, 54.7). */
const COPY_DATA = 0x64;
const COPY_DATA_HEAD = 5;

/**
 * One COPY as the driver's queue takes it. All of it is sent at once, without waiting for PostgreSQL to ask for the rows: where
 * the statement fails, the rows that follow are ignored (protocol, 54.2.6).
 */
class CopyIn {
  readonly text: string;
  readonly #rows: Buffer;
  readonly #done: (error: Error | null) => void;

  /** @param rows with room for the head of their message in front */
  constructor(statement: string, rows: Buffer, done: (error: Error | null) => void) {
    this.text = statement;
    this.#rows = rows;
    this.#done = done;
    rows[0] = COPY_DATA;
    rows.writeInt32BE(rows.length - 1, 1);
  }

  submit(connection: unknown): void {
    const { stream, query, endCopyFrom } = connection as CopyConnection;
    stream.cork();
    query.call(connection, this.text);
    stream.write(this.#rows);
    endCopyFrom.call(connection);
    stream.uncork();
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
  const data = binaryRows(columns, rows, COPY_DATA_HEAD);
  await new Promise<void>((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    client.query(new CopyIn(`COPY ${table} (${names.join(", ")}) FROM STDIN (FORMAT binary)`, data, done));
  });
}
