import { getRandomValues } from "node:crypto";

/** Random bytes fetched at once: asking the system for each id alone cost more than the rest of making it. */
const pool = new Uint8Array(6 * 1024);
let unused = pool.length;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

let time = 0;
/** The first group and a half of ids made in that millisecond. */
let prefix = "";
/** Ascends within a millisecond, from a random beginning: ids of one process sort in the order they were made. */
let sequence = 0;

function randomByte(): number {
  if (unused === pool.length) {
    getRandomValues(pool);
    unused = 0;
  }
  return pool[unused++] as number;
}

/** The clock may stand or go back: then the last millisecond is gone on with. */
function tick(now: number): void {
  if (now > time) {
    time = now;
    // 31 of 32 bits: room to count on.
    sequence = ((randomByte() & 0x7f) << 24) | (randomByte() << 16) | (randomByte() << 8) | randomByte();
  } else if (sequence < 0xffff_ffff) {
    sequence += 1;
    return;
  } else {
    time += 1;
    sequence = 0;
  }
  const hex = time.toString(16).padStart(12, "0");
  prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
}

/** A new UUIDv7 (RFC 9562): rows made together lie together in every index. */
export function newId(): string {
  tick(Date.now());
  const high = (sequence >>> 20).toString(16).padStart(3, "0");
  const middle = (0x8000 | ((sequence >>> 6) & 0x3fff)).toString(16);
  const low = HEX[((sequence & 0x3f) << 2) | (randomByte() & 3)];
  const rest = `${HEX[randomByte()]}${HEX[randomByte()]}${HEX[randomByte()]}${HEX[randomByte()]}${HEX[randomByte()]}`;
  return `${prefix}${high}-${middle}-${low}${rest}`;
}
