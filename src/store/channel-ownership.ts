/**
 * One sender per channel, over all processes: a session-level advisory lock on a connection of its own. PostgreSQL gives
 * the lock back the moment the process or its connection dies; no lease has to run out.
 */
import type pg from "pg";

export interface ChannelOwnership {
  /** "mine": had it already; "new": just taken; "other": another process has it. */
  take(channelId: string): Promise<"mine" | "new" | "other">;
  has(channelId: string): boolean;
  close(): Promise<void>;
}

/** `connect` opens a connection that stays out of any pool. */
export function createChannelOwnership(connect: () => Promise<pg.Client>): ChannelOwnership {
  const mine = new Set<string>();
  let client: Promise<pg.Client> | null = null;

  function connection(): Promise<pg.Client> {
    client ??= connect().then((opened) => {
      // With the connection all locks are gone: others may have them already.
      const lost = () => {
        mine.clear();
        client = null;
      };
      opened.on("error", lost);
      opened.on("end", lost);
      return opened;
    });
    client.catch(() => {
      client = null;
    });
    return client;
  }

  return {
    async take(channelId) {
      if (mine.has(channelId)) return "mine";
      const { rows } = await (await connection()).query("SELECT pg_try_advisory_lock(hashtextextended('sender ' || $1, 0)) AS taken", [
        channelId,
      ]);
      if (!rows[0].taken) return "other";
      mine.add(channelId);
      return "new";
    },
    has: (channelId) => mine.has(channelId),
    async close() {
      const open = client;
      client = null;
      mine.clear();
      if (open) await open.then((opened) => opened.end()).catch(() => {});
    },
  };
}
