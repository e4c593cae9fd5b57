/** The tests that are going on in this process: who may touch which, how many, and for how long. */
import { randomUUID } from "node:crypto";
import { notFound, Refusal } from "../../domain/refusal.ts";
import type { Logger } from "../../worker/context.ts";
import type { TestPlace, TestPlaces } from "./places.ts";
import { type SessionSetting, startSession, type TestSession } from "./session.ts";

export interface SessionOwner {
  workspaceId: string;
  /** Of the member or API key. */
  callerId: string;
}

export interface Sessions {
  start(owner: SessionOwner, setting: Omit<SessionSetting, "sessionId" | "databaseUrl">): Promise<{ id: string; session: TestSession }>;
  /**
   * Does something with one session; what is asked of one session at the same time happens one after the other.
   *
   * @throws {Refusal} `not_found` for sessions of other workspaces as for none
   */
  use<T>(workspaceId: string, id: string, work: (session: TestSession) => Promise<T>): Promise<T>;
  end(workspaceId: string, id: string): Promise<void>;
  endAll(): Promise<void>;
  /** Ends those that nobody has touched for long. */
  sweep(): Promise<void>;
}

/** At once in this process; each costs a few connections while something happens in it. */
export const MAX_SESSIONS = 8;
/** One person in two windows; a third ends the first. */
const MAX_OF_CALLER = 2;
const IDLE_MS = 30 * 60_000;
/** Somebody who has done nothing for so long gives way to who wants to begin. */
const YIELDS_AFTER_MS = 2 * 60_000;

interface Entry extends SessionOwner {
  id: string;
  automationId: string;
  session: TestSession;
  place: TestPlace;
  /** Of the process's own monotonic clock. */
  usedAt: number;
  /** The last thing asked of it. */
  turn: Promise<unknown>;
  ended: boolean;
}

export function createSessions(places: TestPlaces, logger: Logger, now: () => number = () => performance.now()): Sessions {
  const entries = new Map<string, Entry>();
  /** Begun, and not there yet. */
  let starting = 0;

  function find(workspaceId: string, id: string): Entry {
    const entry = entries.get(id);
    if (entry?.workspaceId !== workspaceId) throw notFound("test: it has ended");
    return entry;
  }

  async function close(entry: Entry): Promise<void> {
    if (entry.ended) return;
    entry.ended = true;
    entries.delete(entry.id);
    await entry.turn.catch(() => {});
    await entry.session.close().catch((error: unknown) => logger.warn({ err: error }, "a test world did not end well"));
    await entry.place.release();
  }

  function idlest(candidates: Iterable<Entry>): Entry | undefined {
    return [...candidates].sort((a, b) => a.usedAt - b.usedAt)[0];
  }

  async function makeRoom({ workspaceId, callerId }: SessionOwner, automationId: string): Promise<void> {
    const own = [...entries.values()].filter((entry) => entry.workspaceId === workspaceId && entry.callerId === callerId);
    const same = own.find((entry) => entry.automationId === automationId);
    if (same) await close(same);
    else if (own.length >= MAX_OF_CALLER) await close(idlest(own) as Entry);
    if (entries.size + starting < MAX_SESSIONS) return;
    const candidate = idlest(entries.values());
    if (!candidate || now() - candidate.usedAt < YIELDS_AFTER_MS) {
      throw new Refusal("not_available", `${MAX_SESSIONS} tests are going on already: try again in a minute.`);
    }
    await close(candidate);
  }

  return {
    async start(owner, setting) {
      await makeRoom(owner, setting.automationId);
      starting += 1;
      try {
        const place = await places.take();
        const id = randomUUID();
        try {
          const session = await startSession({ ...setting, sessionId: id, databaseUrl: place.url });
          const { automationId } = setting;
          entries.set(id, { ...owner, id, automationId, session, place, usedAt: now(), turn: Promise.resolve(), ended: false });
          return { id, session };
        } catch (error) {
          await place.release();
          throw error;
        }
      } finally {
        starting -= 1;
      }
    },

    async use(workspaceId, id, work) {
      const entry = find(workspaceId, id);
      entry.usedAt = now();
      const turn = entry.turn.then(async () => {
        if (entry.ended) throw notFound("test: it has ended");
        return await work(entry.session);
      });
      entry.turn = turn.catch(() => {});
      return await turn;
    },

    end: (workspaceId, id) => close(find(workspaceId, id)),
    endAll: async () => void (await Promise.all([...entries.values()].map(close))),
    async sweep() {
      await Promise.all([...entries.values()].filter(({ usedAt }) => now() - usedAt > IDLE_MS).map(close));
    },
  };
}
