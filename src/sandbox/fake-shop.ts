/** What the fakes of shops have in common: resources that change, and webhooks where the real shop has them. */
import { createHmac } from "node:crypto";
import type { JsonObject } from "../domain/json.ts";
import type { SandboxConnection } from "./connection.ts";

export interface ShopDelivery {
  raw: string;
  headers: Record<string, string>;
}

export interface FakeShop extends SandboxConnection {
  /** Something changes in the shop: what its API answers from now on. */
  put(topic: string, body: JsonObject): void;
  /** The signed webhook about it; absent where the shop has none and must be asked. */
  webhook?(topic: string, raw: string, options: { id?: string | undefined; secret?: string | undefined }): ShopDelivery;
}

export function signBase64(raw: string, secret: string): string {
  return createHmac("sha256", secret).update(raw).digest("base64");
}

/** Rows by id, those put again replaced. */
export function upsert(rows: JsonObject[], row: JsonObject, key = "id"): void {
  const index = rows.findIndex((one) => String(one[key]) === String(row[key]));
  if (index === -1) rows.push(row);
  else rows[index] = { ...rows[index], ...row };
}
