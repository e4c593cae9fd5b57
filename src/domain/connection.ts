/** A workspace's account at an outside system, with what is needed to use it. */
import type { JsonObject } from "./json.ts";

export interface Connection {
  workspaceId: string;
  id: string;
  name: string;
  /** `activecampaign`, `paypal`, `http`, … */
  kind: string;
  /** Addresses, account names: shown. */
  settings: JsonObject;
  /** Keys and passwords: never shown, never logged. */
  secrets: JsonObject;
}

/** Whether an account works, as found by a harmless call to it. */
export type ConnectionHealth = { ok: true } | { ok: false; code: string; detail: string };

export function textOf(values: JsonObject, key: string): string {
  const value = values[key];
  return typeof value === "string" ? value : "";
}
