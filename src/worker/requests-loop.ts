/**
 * Calls outside systems for steps that asked for it: many at once, none for ever, each at least once with the same id.
 * Slow hosts hold up nobody: an attempt runs on by itself, and the loop goes on claiming while there is room.
 */

import { setConnectionHealth } from "../store/connections.ts";
import { type EventWrite, insertEvents } from "../store/engine-write.ts";
import { type LateFailure, markLateFailures } from "../store/late-failures.ts";
import { notifyWork } from "../store/notify.ts";
import { type ClaimedRequest, claimRequests, nextRequestDue, type RequestProgress, writeRequestProgress } from "../store/requests.ts";
import { queueTransaction } from "../store/transaction.ts";
import { createFlights } from "./flights.ts";
import { createGroupWriter } from "./group-writer.ts";
import type { Loop } from "./loop.ts";
import { type AttemptContext, type Attempted, createAttempt } from "./requests/attempt.ts";
import type { RequestHandler } from "./requests/handler.ts";
import { REQUEST_HANDLERS } from "./requests/handlers.ts";

/** On the wire. */
const LIMITS = { inFlight: 256, ofWorkspace: 64, lookAgainMs: 1_000 };
/** Of one claim; by as many a workspace may go beyond its share. */
const CLAIM_SIZE = 32;

export function createRequestsLoop(context: AttemptContext, handlers: Record<string, RequestHandler> = REQUEST_HANDLERS): Loop {
  const attempt = createAttempt(context, handlers);
  const connectors = Object.keys(handlers);
  const flights = createFlights(LIMITS);
  const { pool, clock, logger } = context;

  const write = createGroupWriter(async (group: Attempted[]) => {
    const now = clock.now();
    await queueTransaction(pool, async (client) => {
      const ours = await writeRequestProgress(
        client,
        group.map(({ progress }) => progress),
      );
      const mine = group.filter(({ progress }) => ours.has(progress.request.id));
      const events = mine.flatMap((item) => toEvent(item, now));
      await insertEvents(client, events);
      await markLateFailures(
        client,
        mine.flatMap(({ progress }) => toLateFailure(progress, now)),
      );
      for (const { health } of mine) {
        if (health) await setConnectionHealth(client, health.connection.workspaceId, health.connection.id, health, now);
      }
      await notifyWork(client, { worker: events.length > 0 });
    });
  });

  /** Never rejects: a request that could not be written down is claimed again when its lease ends. */
  async function carryOut(request: ClaimedRequest): Promise<void> {
    try {
      await write(await attempt(request));
    } catch (error) {
      logger.error({ err: error, requestId: request.id }, "what became of a request could not be written");
    }
  }

  return {
    name: "requests",
    async runOnce() {
      const limit = flights.room();
      const busy = flights.busy();
      const claimed =
        limit <= 0
          ? []
          : await queueTransaction(pool, (client) =>
              claimRequests(client, { now: clock.now(), limit: Math.min(limit, CLAIM_SIZE), connectors, busy }),
            );
      for (const request of claimed) flights.launch(request.workspaceId, () => carryOut(request));
      return claimed.length > 0 ? claimed.length : await flights.settle();
    },
    nextDueAt: () => nextRequestDue(pool, connectors),
    woken: flights.rouse,
    drain: flights.drain,
  };
}

/** Whoever waits for the answer is told by an event, and the step fails by itself. */
function toLateFailure({ request, state, entry }: RequestProgress, at: number): LateFailure[] {
  const { awaited, workspaceId, id, runId, stepId } = request;
  if (awaited || state !== "failed" || runId === null || stepId === null) return [];
  return [{ workspaceId, requestId: id, runId, stepId, code: String(entry?.["code"] ?? "failed"), at }];
}

function toEvent({ event, progress: { request } }: Attempted, now: number): EventWrite[] {
  if (!event || request.contactId === null) return [];
  return [
    {
      workspace_id: request.workspaceId,
      contact_key: `c:${request.contactId}`,
      contact_id: request.contactId,
      type: event.type,
      payload: event.payload,
      occurred_at: now,
      received_at: now,
    },
  ];
}
