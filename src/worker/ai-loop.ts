/**
 * Has agents answer: takes turns whose customer has stopped typing, asks the model, and tells the engine what it decided. The
 * engine alone says and does it, under the contact's lock. Slow models hold up nobody: a turn runs on by itself.
 */

import { type ClaimedTurn, claimTurns, nextTurnDue, writeTurnProgress } from "../store/ai-turns.ts";
import { setConnectionHealth } from "../store/connections.ts";
import { insertEvents } from "../store/engine-write.ts";
import { notifyWork } from "../store/notify.ts";
import { queueTransaction, transaction } from "../store/transaction.ts";
import { type AiTurnContext, type CarriedOut, carryOutTurn } from "./ai-turn.ts";
import { createFlights } from "./flights.ts";
import type { Loop } from "./loop.ts";

/** Asked at the same time. */
const LIMITS = { inFlight: 64, ofWorkspace: 16, lookAgainMs: 500 };

export function createAiLoop(context: AiTurnContext): Loop {
  const { pool, clock, logger } = context;
  const flights = createFlights(LIMITS);

  async function write({ progress, event, health }: CarriedOut): Promise<void> {
    const { turn } = progress;
    const now = clock.now();
    await transaction(pool, async (client) => {
      const ours = await writeTurnProgress(client, progress);
      if (health) await setConnectionHealth(client, turn.workspaceId, health.connectionId, health, now);
      if (!ours || event === null) return;
      const { type, ...payload } = event;
      const at = { workspace_id: turn.workspaceId, contact_key: `c:${turn.contactId}`, contact_id: turn.contactId };
      await insertEvents(client, [{ ...at, type, payload, occurred_at: now, received_at: now }]);
      await notifyWork(client, { worker: true });
    });
  }

  /** Never rejects: a turn that could not be written down is claimed again when its lease ends. */
  async function carryOut(turn: ClaimedTurn): Promise<void> {
    try {
      await write(await carryOutTurn(context, turn));
    } catch (error) {
      logger.error({ err: error, turnId: turn.id }, "what an agent decided could not be written");
    }
  }

  return {
    name: "ai",
    async runOnce() {
      const limit = flights.room();
      const busy = flights.busy();
      const claimed = limit <= 0 ? [] : await queueTransaction(pool, (client) => claimTurns(client, { now: clock.now(), limit, busy }));
      for (const turn of claimed) flights.launch(turn.workspaceId, () => carryOut(turn));
      return claimed.length > 0 ? claimed.length : await flights.settle();
    },
    nextDueAt: () => nextTurnDue(pool),
    woken: flights.rouse,
    drain: flights.drain,
  };
}
