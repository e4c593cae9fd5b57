import type { Scope } from "./scope.ts";

/** Everything known of a contact, in which nothing has happened yet. */
export function newScope({
  workspace,
  contact,
  chats = [],
  runs = [],
  tickets = [],
  lastStarts = {},
}: Pick<Scope, "workspace" | "contact"> & Partial<Pick<Scope, "chats" | "runs" | "tickets" | "lastStarts">>): Scope {
  return {
    workspace,
    contact,
    chats,
    chat: chats[0] ?? null,
    runs,
    tickets,
    ranBefore: new Set(Object.keys(lastStarts)),
    lastStarts,
    pending: [],
    effects: [],
    records: [],
    counts: [],
    dispatches: [],
    touchedRuns: new Set(),
    contactChanged: false,
    touchedChats: new Set(),
  };
}
