/** What WhatsApp tells of calls and of the permission to call, written in the engine's batch. */
import type pg from "pg";
import { endCall, insertCall } from "./calls.ts";
import { newId } from "./id.ts";

export interface WhatsAppCall {
  workspaceId: string;
  contactId: string;
  channelId: string;
  /** WhatsApp's id, by which its retries are known. */
  providerId: string;
  direction: "inbound" | "outbound";
  phone: string | null;
  /** Somebody took it. */
  taken: boolean;
  /** Seconds. */
  duration: number | undefined;
}

/** Calls that have ended. The engine hears of each once, by an event of its own. */
export async function recordWhatsAppCalls(client: pg.ClientBase, calls: WhatsAppCall[], at: number): Promise<void> {
  for (const { workspaceId, taken, duration, channelId: _, ...call } of calls) {
    const id = newId();
    if (!(await insertCall(client, { workspaceId, id, ...call, provider: "whatsapp", state: "in_progress", at }))) continue;
    const reason = taken ? null : call.direction === "inbound" ? "missed" : "no_answer";
    await endCall(client, { workspaceId, id }, { outcome: taken ? "neutral" : "no_answer", reason, duration, at });
  }
}

export interface CallPermission {
  workspaceId: string;
  contactId: string;
  channelId: string;
  accepted: boolean;
  /** Epoch milliseconds; null holds for ever. */
  until: number | null;
  /** When the person said so, epoch milliseconds. */
  at: number;
}

/** WhatsApp tells no end of a permission: its instant is kept. The person's last word counts, in whatever order the answers come. */
export async function setCallPermissions(client: pg.ClientBase, permissions: CallPermission[]): Promise<void> {
  for (const { workspaceId, contactId, channelId, accepted, until, at } of permissions) {
    await client.query(
      `UPDATE chat SET call_permission = $4, call_permission_until = to_timestamp($5::float8 / 1000), call_permission_at = to_timestamp($6::float8 / 1000)
WHERE workspace_id = $1 AND contact_id = $2 AND channel_id = $3 AND (call_permission_at IS NULL OR call_permission_at <= to_timestamp($6::float8 / 1000))`,
      [workspaceId, contactId, channelId, accepted ? "accepted" : "rejected", until, at],
    );
  }
}
