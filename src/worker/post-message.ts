/** Puts one claimed message on the wire. */
import { buildSend } from "../connectors/whatsapp/build-send.ts";
import type { GraphClient } from "../connectors/whatsapp/graph-client.ts";
import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import type { SendResult } from "../domain/send-failure.ts";
import type { ClaimedMessage } from "../store/sending.ts";
import type { Prepared } from "./upload-media.ts";

export type Prepare = (message: ClaimedMessage, channel: GraphChannel) => Promise<Prepared>;

/** `prepare` uploads what the message shows of our own files. */
export function createPoster(
  graph: GraphClient,
  prepare: Prepare,
): (message: ClaimedMessage, channel: GraphChannel) => Promise<SendResult> {
  return async (message, channel) => {
    const prepared = await prepare(message, channel);
    if ("failure" in prepared) return { ok: false, failure: prepared.failure };
    const recipient = { ...(message.waId !== null && { waId: message.waId }), ...(message.userId !== null && { userId: message.userId }) };
    const options = { callbackData: message.messageId, ...(message.replyTo !== null && { replyTo: message.replyTo }) };
    let body: string;
    try {
      body = JSON.stringify(buildSend(prepared.content, recipient, options));
    } catch (error) {
      // Nothing left the house: a content that cannot be written as a request fails alone, not its batch.
      return { ok: false, failure: { class: "fail", code: "invalid_content", providerMessage: String(error) } };
    }
    return await graph.sendMessage(channel, body, message.attempts);
  };
}
