import { v7 } from "uuid";

/** A new UUIDv7: rows made together lie together in every index. */
export function newId(): string {
  return v7();
}
