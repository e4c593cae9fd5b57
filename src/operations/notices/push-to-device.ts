import type pg from "pg";
import { type PushMessage, type PushOutcome, sendPush } from "../../connectors/push/send-push.ts";
import { makePushKey, type PushKey } from "../../connectors/push/vapid.ts";
import type { Clock } from "../../domain/clock.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { deleteDevice, noteDelivery, readSubscription } from "../../store/devices.ts";
import { readPushKey } from "../../store/push-key.ts";
import type { SecretBox } from "../../store/secret.ts";

export interface PushContext {
  pool: pg.Pool;
  secrets: SecretBox;
  clock: Clock;
  http: OutgoingHttp;
  /** Where browsers reach us, without a slash at the end. */
  publicUrl: string;
}

export async function pushKey({ pool, secrets }: Pick<PushContext, "pool" | "secrets">): Promise<PushKey> {
  return await readPushKey(pool, secrets, makePushKey);
}

/** A device whose subscription is gone is forgotten. */
export async function pushToDevice(context: PushContext, deviceId: string, message: PushMessage): Promise<PushOutcome> {
  const { pool, secrets, clock, http, publicUrl } = context;
  const subscription = await readSubscription(pool, secrets, deviceId);
  if (!subscription) return { kind: "gone" };
  const key = await pushKey(context);
  const outcome = await sendPush(http, subscription, message, { key, contact: contactOf(publicUrl), now: clock.now() });
  if (outcome.kind === "gone") await deleteDevice(pool, deviceId);
  if (outcome.kind === "delivered") await noteDelivery(pool, deviceId, clock.now());
  return outcome;
}

/** Push services want to know whom to ask; of an address without TLS they take none. */
function contactOf(publicUrl: string): string {
  return publicUrl.startsWith("https:") ? publicUrl : `mailto:parola@${new URL(publicUrl).hostname}`;
}
