/** A customer's call on WhatsApp, as Meta tells of it: the beginning, the end, and the end once more. */
import { createHash } from "node:crypto";
import { phoneToWaId } from "../domain/phone.ts";
import { deliverToProduct } from "./deliver.ts";
import type { World } from "./world.ts";

export async function whatsAppCall(
  world: World,
  from: string,
  { outcome, duration }: { outcome: string; duration: number },
): Promise<void> {
  const waId = phoneToWaId(from);
  const seconds = Math.floor(world.clock.now() / 1000);
  const id = `wacid.${createHash("sha256").update(`${waId} ${seconds} ${outcome}`).digest("base64url").slice(0, 24)}`;
  const call = { id, from: waId, to: world.channel.displayPhoneNumber, timestamp: String(seconds), direction: "USER_INITIATED" };
  const ended =
    outcome === "no_answer" || outcome === "failed"
      ? { status: "FAILED" }
      : { status: "COMPLETED", start_time: String(seconds), end_time: String(seconds + duration), duration };
  const connect = { ...call, event: "connect", session: { sdp: "<<RFC 8866 SDP>>", sdp_type: "offer" } };
  const terminate = { ...call, event: "terminate", ...ended };
  for (const one of [connect, terminate, terminate]) await deliverToProduct(world, envelope(world, waId, one));
}

function envelope({ channel }: World, waId: string, call: object): string {
  const { wabaId, phoneNumberId, displayPhoneNumber } = channel;
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: "" }, wa_id: waId }],
    calls: [call],
  };
  return JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: wabaId, changes: [{ value, field: "calls" }] }] });
}
