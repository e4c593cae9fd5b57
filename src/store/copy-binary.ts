/**
 * Rows in COPY's binary format (PostgreSQL documentation, "COPY", section "Binary Format"): PostgreSQL takes ids and instants as
 * they are instead of reading them out of text.
 */
import { storableJson } from "../domain/storable.ts";
import type { Columns, ColumnType } from "./bulk.ts";

/** Signature, flags and length of a header extension that there is not. */
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
/** Stands where a row's number of columns would. */
const TRAILER = -1;
const NULL_LENGTH = -1;
/** The version that PostgreSQL puts in front of a jsonb's text. */
const JSONB_VERSION = 1;
/** 2000-01-01, from which PostgreSQL counts, in ms and days since 1970. */
const EPOCH_MS = 946_684_800_000;
const EPOCH_DAYS = 10_957;
const DAY_MS = 86_400_000;
const TWO_32 = 2 ** 32;
/** Numbers of the element types in PostgreSQL's catalogue (pg_type.dat). */
const UUID_OID = 2950;
const TEXT_OID = 25;
const FIRST_SIZE = 64 * 1024;
/** Shorter ASCII is written byte by byte: calling the platform for it costs more. */
const SHORT = 48;
/** Value of a hexadecimal digit by its character code; 16 where it is none. */
const DIGIT = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 16 : value;
});

/** Bytes that grow as they are written. */
class Bytes {
  buffer: Buffer;
  at = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafeSlow(size);
  }

  reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }

  int16(value: number): void {
    this.reserve(2);
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.reserve(4);
    this.put32(value);
  }

  /** Without looking for room. */
  put32(value: number): void {
    const { buffer, at } = this;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
    this.at = at + 4;
  }

  /** @param value an integer that a JavaScript number holds exactly */
  int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no integer that can be stored`);
    this.reserve(12);
    this.put32(8);
    this.put32(Math.floor(value / TWO_32));
    this.put32(value >>> 0);
  }

  instant(ms: number): void {
    const sinceEpoch = Math.trunc(ms) - EPOCH_MS;
    const micros = sinceEpoch * 1000;
    if (Number.isSafeInteger(micros)) {
      this.int64(micros);
      return;
    }
    this.reserve(12);
    this.put32(8);
    this.at = this.buffer.writeBigInt64BE(BigInt(sinceEpoch) * 1000n, this.at);
  }

  uuid(value: string): void {
    this.reserve(20);
    this.put32(16);
    const { buffer } = this;
    let { at } = this;
    let bad = value.length === 36 ? 0 : 16;
    for (let i = 0; i < 36; i += 2) {
      if (i === 8 || i === 13 || i === 18 || i === 23) i += 1;
      const high = DIGIT[value.charCodeAt(i)] ?? 16;
      const low = DIGIT[value.charCodeAt(i + 1)] ?? 16;
      bad |= high | low;
      buffer[at++] = (high << 4) | low;
    }
    if (bad >= 16) throw new TypeError(`${value} is no id`);
    this.at = at;
  }

  /** A text with its length in front, which counts `prefix` as well: bytes that belong to the value and stand before the text. */
  text(value: string, prefix?: number): void {
    const extra = prefix === undefined ? 0 : 1;
    this.reserve(4 + extra + value.length * 3);
    const { at } = this;
    const start = at + 4 + extra;
    const length = this.#ascii(value, start) ?? this.buffer.write(value, start);
    this.put32(length + extra);
    if (prefix !== undefined) this.buffer[at + 4] = prefix;
    this.at = start + length;
  }

  /** Null where it is not short or has other characters. */
  #ascii(value: string, start: number): number | null {
    if (value.length > SHORT) return null;
    const { buffer } = this;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return null;
      buffer[start + i] = code;
    }
    return value.length;
  }

  array(items: string[], elementType: number, write: (item: string) => void): void {
    this.reserve(24);
    const { at } = this;
    this.at = at + 4;
    this.put32(items.length === 0 ? 0 : 1);
    this.put32(0);
    this.put32(elementType);
    if (items.length > 0) {
      this.put32(items.length);
      this.put32(1);
      for (const item of items) write(item);
    }
    const end = this.at;
    this.at = at;
    this.put32(end - at - 4);
    this.at = end;
  }
}

function integer(value: unknown): number {
  if ((value as number) !== ((value as number) | 0)) throw new RangeError(`${String(value)} is no 32-bit integer`);
  return value as number;
}

const WRITERS: Record<ColumnType, (bytes: Bytes, value: unknown) => void> = {
  uuid: (bytes, value) => bytes.uuid(value as string),
  integer(bytes, value) {
    bytes.int32(4);
    bytes.int32(integer(value));
  },
  bigint: (bytes, value) => bytes.int64(value as number),
  boolean(bytes, value) {
    bytes.reserve(5);
    bytes.put32(1);
    bytes.buffer[bytes.at++] = value ? 1 : 0;
  },
  date(bytes, value) {
    bytes.int32(4);
    bytes.int32(integer(Date.parse(`${String(value)}T00:00:00Z`) / DAY_MS - EPOCH_DAYS));
  },
  text: (bytes, value) => bytes.text(String(value)),
  jsonb: (bytes, value) => bytes.text(storableJson(value), JSONB_VERSION),
  timestamptz: (bytes, value) => bytes.instant(value as number),
  "uuid[]": (bytes, value) => bytes.array(value as string[], UUID_OID, (item) => bytes.uuid(item)),
  "text[]": (bytes, value) => bytes.array(value as string[], TEXT_OID, (item) => bytes.text(item)),
};

/** What COPY … (FORMAT binary) reads; what is left out of a row is NULL. Behind `head` bytes left for whoever sends it. */
export function binaryRows(columns: Columns, rows: object[], head: number): Buffer {
  const names = Object.keys(columns);
  const writers = names.map((name) => WRITERS[columns[name] as ColumnType]);
  const bytes = new Bytes(FIRST_SIZE);
  bytes.at = head;
  bytes.reserve(HEADER.length);
  bytes.at += HEADER.copy(bytes.buffer, bytes.at);
  for (const row of rows as Record<string, unknown>[]) {
    bytes.int16(names.length);
    for (let i = 0; i < names.length; i++) {
      const value = row[names[i] as string];
      if (value === null || value === undefined) bytes.int32(NULL_LENGTH);
      else (writers[i] as (bytes: Bytes, value: unknown) => void)(bytes, value);
    }
  }
  bytes.int16(TRAILER);
  return bytes.buffer.subarray(0, bytes.at);
}
