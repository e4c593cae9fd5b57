import { isDeepStrictEqual } from "node:util";
import { isHolidayPlace } from "../domain/holidays.ts";
import type { JsonObject } from "../domain/json.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import { workspaceSettings, workspaceSettingsSchema } from "../domain/workspace-settings.ts";
import { isTimezone } from "../domain/zone-offset.ts";
import { replanDates } from "../store/date-planning.ts";
import type { Tx } from "../store/db.ts";
import { releaseQuiet } from "../store/marketing-pause.ts";
import { notifyWork } from "../store/notify.ts";
import { findWorkspace, updateWorkspace } from "../store/workspaces.ts";

export interface WorkspaceChange {
  name?: string | undefined;
  /** Keys left out stay; null turns an optional one off. */
  settings?: Record<string, unknown> | undefined;
}

/** Changes name and settings; everything that reckons with them sees it with its next transaction. */
export async function updateWorkspaceSettings(
  { db, client }: Tx,
  workspaceId: string,
  { name, settings }: WorkspaceChange,
  now: number,
): Promise<void> {
  const row = await findWorkspace(db, workspaceId);
  if (!row) throw notFound("workspace");
  const merged = Object.entries({ ...workspaceSettings(row.settings), ...settings }).filter(([, value]) => value !== null);
  const parsed = workspaceSettingsSchema.safeParse(Object.fromEntries(merged.map(([key, value]) => [key, withoutNulls(value)])));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`settings.${issue?.path.join(".")}`, issue?.message ?? "");
  }
  if (!isTimezone(parsed.data.timeZone)) throw invalid("settings.timeZone", `There is no time zone "${parsed.data.timeZone}".`);
  if (settings?.["holidays"] !== undefined) {
    // A mistyped code would be a holiday that nobody notices to be missing.
    for (const [index, code] of parsed.data.holidays.countries.entries()) {
      if (await isHolidayPlace(code)) continue;
      throw invalid(`settings.holidays.countries.${index}`, `No public holidays are known for "${code}": add its days as periods.`);
    }
  }
  await updateWorkspace(db, workspaceId, {
    ...(name !== undefined && { name }),
    ...(settings && { settings: JSON.parse(JSON.stringify(parsed.data)) as JsonObject }),
  });
  const before = workspaceSettings(row.settings);
  // Local times of all contacts without a zone of their own become other instants.
  const moved = parsed.data.timeZone !== before.timeZone;
  if (moved) await replanDates(client, workspaceId, now);
  if (moved || !isDeepStrictEqual(parsed.data.quietHours, before.quietHours)) await releaseQuiet(client, workspaceId, now);
  await notifyWork(client, {}, [{ w: workspaceId, t: "workspace.changed" }]);
}

function invalid(path: string, message: string): Refusal {
  return new Refusal("invalid_input", `${path}: ${message}`, { issues: [{ path, message }] });
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}
