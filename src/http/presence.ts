/** Who looks at what now, in this process: a hint for people, not worth a table. */
export interface Presence {
  memberId: string;
  name: string;
  automationId: string | null;
  chatId: string | null;
}

export interface PresenceBoard {
  /** Notes that somebody is here and returns everyone who is. */
  beat(workspaceId: string, presence: Presence, now: number): Presence[];
  isOnline(workspaceId: string, memberId: string, now: number): boolean;
}

/** Browsers say so every half minute. */
const LASTS_MS = 60_000;

export function createPresenceBoard(): PresenceBoard {
  const boards = new Map<string, Map<string, Presence & { at: number }>>();
  return {
    beat(workspaceId, presence, now) {
      const board = boards.get(workspaceId) ?? new Map<string, Presence & { at: number }>();
      boards.set(workspaceId, board);
      board.set(presence.memberId, { ...presence, at: now });
      for (const [memberId, { at }] of board) if (at < now - LASTS_MS) board.delete(memberId);
      return [...board.values()].map(({ at: _, ...present }) => present);
    },
    isOnline: (workspaceId, memberId, now) => (boards.get(workspaceId)?.get(memberId)?.at ?? Number.NEGATIVE_INFINITY) >= now - LASTS_MS,
  };
}
