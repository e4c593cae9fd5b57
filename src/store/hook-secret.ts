import { randomBytes } from "node:crypto";

/** A hook's secret: 32 random bytes, readable enough to be pasted into another product. */
export function newHookSecret(): string {
  return randomBytes(32).toString("base64url");
}
