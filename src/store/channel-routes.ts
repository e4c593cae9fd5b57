/** Which channel a webhook is for, and the secrets to check it with; cached for a short while since every webhook asks. */
import { LRUCache } from "lru-cache";
import type pg from "pg";
import type { SecretBox } from "./secret.ts";

export interface ChannelRoute {
  workspaceId: string;
  channelId: string;
  phoneNumberId: string;
  appSecret: string | null;
  verifyToken: string | null;
}

export interface ChannelRoutes {
  byPhoneNumberId(phoneNumberId: string): Promise<ChannelRoute | null>;
  /** Account webhooks name no number: every channel of that WhatsApp Business Account. */
  byWabaId(wabaId: string): Promise<ChannelRoute[]>;
  /** Whether some channel was set up with this verify token. */
  knowsVerifyToken(token: string): Promise<boolean>;
  /** Forgets what was read, after a signature did not fit: the secret may just have been changed. */
  forget(): void;
}

/** A changed secret counts at once (`forget`), a deleted channel after this long. */
const TTL_MS = 30_000;

export function createChannelRoutes(pool: pg.Pool, secrets: SecretBox): ChannelRoutes {
  const cache = new LRUCache<string, ChannelRoute[]>({ max: 10_000, ttl: TTL_MS });

  async function find(column: "phone_number_id" | "waba_id", value: string): Promise<ChannelRoute[]> {
    const key = `${column}\n${value}`;
    const cached = cache.get(key);
    if (cached) return cached;
    const { rows } = await pool.query(
      `SELECT workspace_id, id, phone_number_id, app_secret, verify_token FROM channel WHERE ${column} = $1 ORDER BY id`,
      [value],
    );
    const routes = rows.map((row) => ({
      workspaceId: row.workspace_id,
      channelId: row.id,
      phoneNumberId: row.phone_number_id,
      appSecret: row.app_secret ? secrets.decrypt(row.app_secret) : null,
      verifyToken: row.verify_token,
    }));
    // Unknown numbers are not remembered: a channel may be made for them the next moment.
    if (routes.length > 0) cache.set(key, routes);
    return routes;
  }

  return {
    byPhoneNumberId: async (phoneNumberId) => (await find("phone_number_id", phoneNumberId))[0] ?? null,
    byWabaId: (wabaId) => find("waba_id", wabaId),
    async knowsVerifyToken(token) {
      const { rows } = await pool.query("SELECT EXISTS (SELECT FROM channel WHERE verify_token = $1) AS known", [token]);
      return rows[0].known;
    },
    forget: () => cache.clear(),
  };
}
