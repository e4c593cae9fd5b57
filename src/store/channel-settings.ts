/** What sending over a channel needs: limits, consent mode, credentials. */
import type pg from "pg";
import type { DailyWindow } from "../domain/working-hours.ts";
import type { MarketingCap } from "../domain/workspace-settings.ts";
import type { SecretBox } from "./secret.ts";

export interface StoredChannel {
  kind: "whatsapp" | "sandbox";
  throughput: number;
  consentMode: "block_unsubscribed" | "require_subscribed";
  /** The number's quality is low: marketing waits. */
  marketingPaused: boolean;
  /** Of each contact's day: marketing waits until they end. */
  quietHours: DailyWindow | undefined;
  marketingCap: MarketingCap | undefined;
  /** Of contacts whose own is not known. */
  timeZone: string;
  phoneNumberId: string;
  wabaId: string | null;
  graphVersion: string | null;
  accessToken: string | null;
}

export async function readChannel(
  pool: pg.Pool,
  secrets: SecretBox,
  workspaceId: string,
  channelId: string,
): Promise<StoredChannel | null> {
  const { rows } = await pool.query({
    name: "read-channel",
    text: `SELECT c.kind, c.throughput, c.marketing_paused_at IS NOT NULL AS marketing_paused, c.phone_number_id, c.waba_id, c.graph_version, c.access_token, w.settings->>'consentMode' AS consent_mode,
  w.settings->'quietHours' AS quiet_hours, w.settings->'marketingCap' AS marketing_cap, w.settings->>'timeZone' AS time_zone
FROM channel c JOIN workspace w ON w.id = c.workspace_id WHERE c.workspace_id = $1 AND c.id = $2`,
    values: [workspaceId, channelId],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    kind: row.kind,
    throughput: row.throughput,
    consentMode: row.consent_mode ?? "block_unsubscribed",
    marketingPaused: row.marketing_paused,
    quietHours: row.quiet_hours ?? undefined,
    marketingCap: row.marketing_cap ?? undefined,
    timeZone: row.time_zone ?? "UTC",
    phoneNumberId: row.phone_number_id,
    wabaId: row.waba_id,
    graphVersion: row.graph_version,
    accessToken: row.access_token ? secrets.decrypt(row.access_token) : null,
  };
}
