/**
 * Changing contacts from outside of automations: one transaction locks their rows, applies the very functions that steps use,
 * and writes rows, consent log and the events that automations listen to. A thousand contacts cost as many statements as one.
 */

import { newScope } from "../automation/new-scope.ts";
import type { Scope } from "../automation/scope.ts";
import type { ContactState } from "../automation/state.ts";
import type { Clock } from "../domain/clock.ts";
import type { CatalogCache } from "../store/catalog-cache.ts";
import { setContactNotes } from "../store/contact-write.ts";
import { type DatePlanChange, planDates } from "../store/date-plans.ts";
import type { Tx } from "../store/db.ts";
import { lockContacts } from "../store/engine-load.ts";
import {
  type ConsentLogWrite,
  type ContactWrite,
  type EventWrite,
  insertConsentLog,
  insertEvents,
  updateContacts,
} from "../store/engine-write.ts";
import { newId } from "../store/id.ts";
import { type LiveNotice, notifyWork } from "../store/notify.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { applyChange, type ContactChange, checkChange } from "./contact-change-input.ts";
import { contactRow } from "./contact-row.ts";

export interface ChangeContext {
  catalogs: CatalogCache;
  clock: Clock;
}

export interface ChangeOptions {
  /** Who says so, for the consent log: `operator`, `api`, `import`, … */
  source: string;
  /** False: the change causes no events, so it starts no automations. */
  causesEvents?: boolean;
}

/** Ids of the contacts that are different now; those that do not exist are left out. */
export async function changeContacts(
  tx: Tx,
  { catalogs, clock }: ChangeContext,
  workspaceId: string,
  changes: { contactId: string; change: ContactChange }[],
  { source, causesEvents = true }: ChangeOptions,
): Promise<string[]> {
  if (changes.length === 0) return [];
  const catalog = (await catalogs.get(tx.client, [workspaceId])).get(workspaceId);
  if (!catalog) return [];
  const refs = changes.map(({ contactId }) => ({ workspaceId, contactId }));
  const contacts = await lockContacts(tx.client, refs, new Map([[workspaceId, catalog]]));
  const now = clock.now();
  const rows = {
    contacts: [] as ContactWrite[],
    consent: [] as ConsentLogWrite[],
    events: [] as EventWrite[],
    dates: [] as DatePlanChange[],
  };
  const notes: { contactId: string; notes: string | null }[] = [];
  const live: LiveNotice[] = [];
  for (const { contactId, change } of changes) {
    const contact = contacts.get(contactId);
    if (!contact) continue;
    const scope = contactScope(catalog, contact);
    const changed = applyChange(scope, checkChange(change, catalog.snapshot), source);
    if (change.notes !== undefined) notes.push({ contactId, notes: change.notes });
    if (changed || change.notes !== undefined) live.push({ w: workspaceId, t: "contact.updated", id: contactId, contactId });
    if (changed) collect(scope, workspaceId, now, causesEvents, rows);
  }
  await updateContacts(tx.client, rows.contacts);
  await setContactNotes(tx.db, workspaceId, notes, now);
  await insertConsentLog(tx.client, rows.consent);
  await planDates(tx.client, catalogs, rows.dates, now);
  await insertEvents(tx.client, rows.events);
  await notifyWork(tx.client, { worker: rows.events.length > 0 }, live);
  return live.map((notice) => notice.id as string);
}

/** A contact alone: nothing that happens here looks at chats, runs or tickets. */
export function contactScope(catalog: Catalog, contact: ContactState): Scope {
  return newScope({ workspace: catalog.snapshot, contact });
}

interface CollectedRows {
  contacts: ContactWrite[];
  consent: ConsentLogWrite[];
  events: EventWrite[];
  dates: DatePlanChange[];
}

function collect(scope: Scope, workspaceId: string, now: number, causesEvents: boolean, rows: CollectedRows): void {
  const { contact, effects, pending } = scope;
  rows.contacts.push(contactRow(scope, workspaceId, now));
  for (const effect of effects) {
    if (effect.kind === "plan_dates") rows.dates.push({ workspaceId, contactId: contact.id });
    if (effect.kind !== "log_consent") continue;
    const { from, to, source, text, messageId } = effect;
    rows.consent.push({
      workspace_id: workspaceId,
      id: newId(),
      contact_id: contact.id,
      from,
      to,
      source,
      text: text ?? null,
      message_id: messageId ?? null,
      at: now,
    });
  }
  if (!causesEvents) return;
  for (const { type, ...payload } of pending) {
    rows.events.push({
      workspace_id: workspaceId,
      contact_key: `c:${contact.id}`,
      contact_id: contact.id,
      type,
      payload,
      occurred_at: now,
      received_at: now,
    });
  }
}
