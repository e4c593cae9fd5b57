/**
 * One sender per channel, over all processes: a session-level advisory lock on a connection of its own. PostgreSQL gives
 * the lock back the moment the process or its connection dies; no lease has to run out.
 */
import type pg from "pg";

export interface ChannelOwnership {
  /** Whether this process sends for the channel. `onNew` runs before the first sending after it was taken. */
  take(channelId: string, onNew: () => Promise<void>): Promise<boolean>;
  has(channelId: string): boolean;
  close(): Promise<void>;
}

/** `connect` opens a connection that stays out of any pool. */
export function createChannelOwnership(connect: () => Promise<pg.Client>): ChannelOwnership {
  const mine = new Set<string>();
  /** Lanes of one process ask at the same time: only the first asks PostgreSQL, since a session may take its lock twice. */
  const asking = new Map<string, Promise<"new" | "other">>();
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

  async function ask(channelId: string): Promise<"new" | "other"> {
    const { rows } = await (await connection()).query("SELECT pg_try_advisory_lock(hashtextextended('sender ' || $1, 0)) AS taken", [
      channelId,
    ]);
    return rows[0].taken ? "new" : "other";
  }

  return {
    async take(channelId, onNew) {
      if (mine.has(channelId)) return true;
      let question = asking.get(channelId);
      if (!question) {
        question = ask(channelId).then(async (answer) => {
          if (answer === "new") {
            await onNew();
            mine.add(channelId);
          }
          return answer;
        });
        asking.set(channelId, question);
        void question.catch(() => {}).finally(() => asking.delete(channelId));
      }
      return (await question) === "new";
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
