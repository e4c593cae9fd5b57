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
import type { Loop } from "./loop.ts";

/** Asked at the same time from one process. */
const MAX_IN_FLIGHT = 64;
const MAX_OF_WORKSPACE = 16;
/** While models are asked: how often to look whether other turns fell due. */
const LOOK_AGAIN_MS = 500;

export function createAiLoop(context: AiTurnContext): Loop {
  const { pool, clock, logger } = context;
  const flying = new Set<Promise<void>>();
  const perWorkspace = new Map<string, number>();
  let landed = 0;
  let rouse: (() => void) | null = null;

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
    perWorkspace.set(turn.workspaceId, (perWorkspace.get(turn.workspaceId) ?? 0) + 1);
    try {
      await write(await carryOutTurn(context, turn));
    } catch (error) {
      logger.error({ err: error, turnId: turn.id }, "what an agent decided could not be written");
    } finally {
      const left = (perWorkspace.get(turn.workspaceId) ?? 1) - 1;
      if (left === 0) perWorkspace.delete(turn.workspaceId);
      else perWorkspace.set(turn.workspaceId, left);
    }
  }

  function launch(turn: ClaimedTurn): void {
    const flight = carryOut(turn).finally(() => {
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
    name: "ai",
    async runOnce() {
      const limit = MAX_IN_FLIGHT - flying.size;
      const busy = [...perWorkspace].filter(([, on]) => on >= MAX_OF_WORKSPACE).map(([id]) => id);
      const claimed = limit <= 0 ? [] : await queueTransaction(pool, (client) => claimTurns(client, { now: clock.now(), limit, busy }));
      for (const turn of claimed) launch(turn);
      if (claimed.length > 0) return claimed.length;
      if (flying.size === 0) return takeLanded();
      await somethingHappened();
      return Math.max(takeLanded(), 1);
    },
    nextDueAt: () => nextTurnDue(pool),
    woken: () => rouse?.(),
    drain: async () => void (await Promise.all(flying)),
  };
}
