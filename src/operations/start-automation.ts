/** Starting automations by hand: for one contact at once, for many at a pace that numbers and people can bear. */
import type pg from "pg";
import type { Definition } from "../automation/definition.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { type EventWrite, insertEvents } from "../store/engine-write.ts";
import { addJob } from "../store/jobs.ts";
import { notifyWork } from "../store/notify.ts";

export interface StartRequest {
  automationId: string;
  /** The start step whose way it takes; the first one when left out. */
  triggerId?: string | undefined;
  /** The trigger's own context: `payload`, `list`, … */
  context?: Record<string, Json> | undefined;
  vars?: JsonObject | undefined;
}

/** Belongs in a transaction; the worker starts the runs when it commits. */
export async function startForContacts(
  client: pg.ClientBase,
  workspaceId: string,
  request: StartRequest,
  contactIds: string[],
  now: number,
): Promise<void> {
  const { automationId, triggerId, context, vars } = request;
  const payload = { automationId, ...(triggerId !== undefined && { triggerId }), ...(context && { context }), ...(vars && { vars }) };
  const rows: EventWrite[] = contactIds.map((contactId) => ({
    workspace_id: workspaceId,
    contact_key: `c:${contactId}`,
    contact_id: contactId,
    type: "start",
    payload,
    occurred_at: now,
    received_at: now,
  }));
  await insertEvents(client, rows);
  await notifyWork(client, { worker: rows.length > 0 });
}

/** Contacts of one portion, which start together. */
const PORTION = 500;

/** The first minute's contacts start now, the others in portions spread over the time the pace takes. */
export async function startPaced(
  client: pg.ClientBase,
  workspaceId: string,
  request: StartRequest,
  contactIds: string[],
  { perMinute, now }: { perMinute: number; now: number },
): Promise<void> {
  await startForContacts(client, workspaceId, request, contactIds.slice(0, perMinute), now);
  const size = Math.min(PORTION, perMinute);
  for (let start = perMinute; start < contactIds.length; start += size) {
    const runAt = now + (start / perMinute) * 60_000;
    await addJob(
      client,
      "start_contacts",
      { workspaceId, request: request as unknown as JsonObject, contactIds: contactIds.slice(start, start + size) },
      { runAt },
    );
  }
}

/** The lists that a definition's list triggers wait for people to join. */
export function joinedLists({ triggers }: Definition): { triggerId: string; lists: string[] }[] {
  return triggers.flatMap(({ id, type, config }) => {
    const { lists, event } = config as { lists?: string[]; event?: string };
    return type === "list" && event === "added" && lists ? [{ triggerId: id, lists }] : [];
  });
}
