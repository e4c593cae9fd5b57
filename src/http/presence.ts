/** Who looks at what now, in this process: a hint for people, not worth a table. */
export interface Presence {
  memberId: string;
  name: string;
  automationId: string | null;
  chatId: string | null;
}

export interface PresenceBoard {
  /** Notes that somebody is here and returns everyone who is; `moved`: they were not, or elsewhere. */
  beat(workspaceId: string, presence: Presence, now: number): { present: Presence[]; moved: boolean };
  isOnline(workspaceId: string, memberId: string, now: number): boolean;
}

/** Browsers say so every half minute. */
const LASTS_MS = 60_000;

export function createPresenceBoard(): PresenceBoard {
  // A person with two windows is in two places, so places are the keys.
  const boards = new Map<string, Map<string, Presence & { at: number }>>();
  return {
    beat(workspaceId, presence, now) {
      const board = boards.get(workspaceId) ?? new Map<string, Presence & { at: number }>();
      boards.set(workspaceId, board);
      for (const [place, { at }] of board) if (at < now - LASTS_MS) board.delete(place);
      const place = `${presence.memberId} ${presence.automationId ?? ""} ${presence.chatId ?? ""}`;
      const moved = !board.has(place);
      board.set(place, { ...presence, at: now });
      return { present: [...board.values()].map(({ at: _, ...present }) => present), moved };
    },
    isOnline: (workspaceId, memberId, now) =>
      [...(boards.get(workspaceId)?.values() ?? [])].some((one) => one.memberId === memberId && one.at >= now - LASTS_MS),
  };
}
