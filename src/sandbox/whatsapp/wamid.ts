import { randomUUID } from "node:crypto";

/**
 * A message id shaped like WhatsApp's: base64 of the person's number and a random hexadecimal id, different for messages
 * from (`in`) and to (`out`) the person.
 */
export function createWamid(person: string, direction: "in" | "out"): string {
  const id = randomUUID()
    .replaceAll("-", "")
    .toUpperCase()
    .slice(0, direction === "out" ? 18 : 20);
  const digits = Buffer.from(person);
  return `wamid.${Buffer.concat([
    Buffer.from([0x1c, 0x18, digits.length]),
    digits,
    Buffer.from([0x15, 0x02, 0x00, direction === "out" ? 0x11 : 0x12, 0x18, id.length]),
    Buffer.from(id),
    Buffer.from([0x00]),
  ]).toString("base64")}`;
}
