import { withEventMeta } from "@orpc/server";
import type { LiveEvent, LiveEventType } from "../../contract/events.ts";
import { Refusal } from "../../domain/refusal.ts";
import { findContacts } from "../../store/contacts.ts";
import { authenticate } from "../authenticate.ts";
import { type Context, contactScopeOf } from "../contact-access.ts";
import type { Caller } from "../context.ts";
import type { NumberedNotice } from "../live-hub.ts";
import { api, type CallContext } from "../procedures.ts";

/** A reader slower than this many events reads everything again instead. */
const MAX_WAITING = 1000;
/** Who was removed from the workspace, or has another role now, is treated so after this long at the latest. */
const ASK_AGAIN_MS = 60_000;

function toEvent({ eventId, notice }: NumberedNotice): LiveEvent {
  const { w: _, t, ...rest } = notice;
  return withEventMeta({ ...rest, type: t as LiveEventType }, { id: eventId });
}

/** Whether the caller may know: events name ids only, but even those are others' business. */
async function mayKnow(context: Context, { notice }: NumberedNotice): Promise<boolean> {
  if (notice.contactId === undefined) return true;
  if (!context.caller.permissions.has("contacts:read")) return false;
  if (context.caller.onlyAssignedTo === null) return true;
  return (await findContacts(context.app.db, await contactScopeOf(context), [notice.contactId])).length > 0;
}

/** Null for who may not ask any more: whoever comes again is told why. */
async function callerNow(context: CallContext): Promise<Caller | null> {
  return await authenticate(context).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
}

export const events = {
  stream: api.events.stream.handler(async function* ({ context, input, signal, lastEventId }) {
    const { app } = context;
    let { caller } = context;
    let askedAt = app.clock.now();
    const { workspaceId } = caller;
    const wanted = input?.types && new Set<string>(input.types);
    const waiting: NumberedNotice[] = [];
    let overflown = false;
    let wake = () => {};
    const unsubscribe = app.live.subscribe(workspaceId, (notice) => {
      if (wanted && !wanted.has(notice.notice.t)) return;
      if (waiting.length >= MAX_WAITING) overflown = true;
      else waiting.push(notice);
      wake();
    });
    const onAbort = () => wake();
    signal?.addEventListener("abort", onAbort);
    try {
      if (lastEventId !== undefined) {
        const missed = app.live.since(workspaceId, lastEventId);
        if (missed) waiting.unshift(...missed.filter(({ notice }) => !wanted || wanted.has(notice.t)));
        else yield { type: "resync" as const };
      }
      for (;;) {
        if (signal?.aborted) return;
        if (overflown) {
          waiting.length = 0;
          overflown = false;
          yield { type: "resync" as const };
        }
        const next = waiting.shift();
        if (!next) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        if (app.clock.now() - askedAt >= ASK_AGAIN_MS) {
          const now = await callerNow(context);
          if (now?.workspaceId !== workspaceId) return;
          caller = now;
          askedAt = app.clock.now();
        }
        if (await mayKnow({ app, caller }, next)) yield toEvent(next);
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      unsubscribe();
    }
  }),
};
