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
import { createGroupWriter } from "./group-writer.ts";
import type { Loop } from "./loop.ts";
import { type AttemptContext, type Attempted, createAttempt } from "./requests/attempt.ts";
import type { RequestHandler } from "./requests/handler.ts";
import { REQUEST_HANDLERS } from "./requests/handlers.ts";

/** On the wire from one process. */
const MAX_IN_FLIGHT = 256;
/** A workspace with so many on the wire gets no more: its dead hosts leave room for the others. */
const MAX_OF_WORKSPACE = 64;
/** Of one claim; by as many a workspace may go beyond its share. */
const CLAIM_SIZE = 32;
/** While calls are on the wire: how often to look whether others fell due. */
const LOOK_AGAIN_MS = 1_000;

export function createRequestsLoop(context: AttemptContext, handlers: Record<string, RequestHandler> = REQUEST_HANDLERS): Loop {
  const attempt = createAttempt(context, handlers);
  const connectors = Object.keys(handlers);
  const flying = new Set<Promise<void>>();
  const perWorkspace = new Map<string, number>();
  const { pool, clock, logger } = context;
  let landed = 0;
  let rouse: (() => void) | null = null;

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

  function count(workspaceId: string, by: 1 | -1): void {
    const left = (perWorkspace.get(workspaceId) ?? 0) + by;
    if (left === 0) perWorkspace.delete(workspaceId);
    else perWorkspace.set(workspaceId, left);
  }

  /** Never rejects: a request that could not be written down is claimed again when its lease ends. */
  async function carryOut(request: ClaimedRequest): Promise<void> {
    count(request.workspaceId, 1);
    try {
      await write(await attempt(request));
    } catch (error) {
      logger.error({ err: error, requestId: request.id }, "what became of a request could not be written");
    } finally {
      count(request.workspaceId, -1);
    }
  }

  function launch(request: ClaimedRequest): void {
    const flight = carryOut(request).finally(() => {
      landed += 1;
      flying.delete(flight);
    });
    flying.add(flight);
  }

  function takeLanded(): number {
    const count = landed;
    landed = 0;
    return count;
  }

  /** Until a call lands, new work comes, or a retry may have fallen due. */
  async function somethingHappened(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const otherwise = new Promise<void>((resolve) => {
      rouse = resolve;
      timer = setTimeout(resolve, LOOK_AGAIN_MS);
    });
    await Promise.race([...flying, otherwise]);
    clearTimeout(timer);
    rouse = null;
  }

  return {
    name: "requests",
    async runOnce() {
      const limit = MAX_IN_FLIGHT - flying.size;
      const busy = [...perWorkspace].filter(([, on]) => on >= MAX_OF_WORKSPACE).map(([id]) => id);
      const claimed =
        limit <= 0
          ? []
          : await queueTransaction(pool, (client) =>
              claimRequests(client, { now: clock.now(), limit: Math.min(limit, CLAIM_SIZE), connectors, busy }),
            );
      for (const request of claimed) launch(request);
      if (claimed.length > 0) return claimed.length;
      // What landed since the last look may have made work for others: that is no rest yet.
      if (flying.size === 0) return takeLanded();
      await somethingHappened();
      return Math.max(takeLanded(), 1);
    },
    nextDueAt: () => nextRequestDue(pool, connectors),
    woken: () => rouse?.(),
    drain: async () => void (await Promise.all(flying)),
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
