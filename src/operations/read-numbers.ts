/** Asks Meta how its numbers do: newer versions tell neither quality nor every change of the limit by webhook. */
import type pg from "pg";
import type { PhoneNumberInfo } from "../connectors/whatsapp/graph-account.ts";
import type { GraphClient } from "../connectors/whatsapp/graph-client.ts";
import { GraphError } from "../connectors/whatsapp/graph-error.ts";
import type { Clock } from "../domain/clock.ts";
import { readChannel } from "../store/channel-settings.ts";
import { numbersAtMeta } from "../store/channels.ts";
import { notifyWork } from "../store/notify.ts";
import { changeChannel, limitText } from "../store/receipts.ts";
import type { SecretBox } from "../store/secret.ts";
import { queueTransaction } from "../store/transaction.ts";
import { type GraphAddresses, graphChannel } from "./graph-channel.ts";

export interface NumbersContext extends GraphAddresses {
  pool: pg.Pool;
  clock: Clock;
  secrets: SecretBox;
  graph: Pick<GraphClient, "getPhoneNumber">;
}

/** One question for each number. One that cannot be asked is left as it is: whether its token works is found out where it sends. */
export async function readNumbers(context: NumbersContext): Promise<void> {
  for (const { workspaceId, channelId } of await numbersAtMeta(context.pool)) {
    const stored = await readChannel(context.pool, context.secrets, workspaceId, channelId);
    const channel = stored && graphChannel(context, stored);
    if (!channel) continue;
    const info = await context.graph.getPhoneNumber(channel).catch((error: unknown) => {
      if (error instanceof GraphError) return null;
      throw error;
    });
    if (info) await queueTransaction(context.pool, (client) => recordNumber(client, workspaceId, channelId, info, context.clock.now()));
  }
}

/** UNKNOWN and NA are no news: what was known stays. */
export async function recordNumber(
  client: pg.ClientBase,
  workspaceId: string,
  channelId: string,
  { quality, messagingLimit }: PhoneNumberInfo,
  now: number,
): Promise<void> {
  const changed = await changeChannel(
    client,
    workspaceId,
    channelId,
    {
      ...(quality !== undefined && ["GREEN", "YELLOW", "RED"].includes(quality) && { quality }),
      ...(messagingLimit !== undefined && { messagingLimit: limitText(messagingLimit) }),
    },
    now,
  );
  if (changed) await notifyWork(client, { campaigns: true }, [{ w: workspaceId, t: "channel.changed", id: channelId }]);
}
