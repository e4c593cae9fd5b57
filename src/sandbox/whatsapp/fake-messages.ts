import type { z } from "zod";
import type { DeliveryStatus } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";
import { buildStatus } from "./build-inbound.ts";
import { deliverWebhook } from "./deliver-webhook.ts";
import { type FakeAnswer, graphError, ok } from "./fake-answer.ts";
import { type AcceptedMessage, type Attempt, type FakeState, nowOf, type PlannedAnswer } from "./fake-state.ts";
import { checkTemplateSend } from "./fake-templates.ts";
import { readRequestSchema, sendRequestSchema } from "./request-schema.ts";
import { textOf } from "./text-of.ts";
import { createWamid } from "./wamid.ts";

/** POST /{phone-number-id}/messages: a send, or a read mark. */
export async function answerMessages(state: FakeState, phoneNumberId: string, body: JsonObject): Promise<FakeAnswer> {
  if ("status" in body) return answerRead(state, phoneNumberId, body);
  const planned = takePlanned(state);
  if (planned === "lost") return record(state, phoneNumberId, body, "lost", "drop");
  if (typeof planned === "object") {
    const answer = plannedAnswer(planned);
    return record(state, phoneNumberId, body, answer === "drop" ? "lost" : answer.status, answer);
  }
  const refusal = await refuse(state, phoneNumberId, body);
  if (refusal !== undefined) return record(state, phoneNumberId, body, refusal === "drop" ? "lost" : refusal.status, refusal);
  const answer = accept(state, phoneNumberId, body);
  if (planned === "timeout") return record(state, phoneNumberId, body, "accepted_unanswered", "drop");
  return record(state, phoneNumberId, body, "accepted", answer);
}

function record(state: FakeState, phoneNumberId: string, body: JsonObject, outcome: Attempt["outcome"], answer: FakeAnswer): FakeAnswer {
  if (!state.options.countOnly) state.attempts.push({ phoneNumberId, body, at: nowOf(state), outcome });
  return answer;
}

function takePlanned(state: FakeState): PlannedAnswer | undefined {
  const next = state.planned[0];
  if (next === undefined) return undefined;
  next.times--;
  if (next.times <= 0) state.planned.shift();
  return next.answer;
}

function plannedAnswer(planned: Exclude<PlannedAnswer, string>): FakeAnswer {
  // A gateway in front of Graph answers in HTML: nothing to parse.
  if ("http" in planned) return { status: planned.http, bytes: Buffer.from("<html>gateway</html>"), contentType: "text/html" };
  const answer = graphError(planned.error, "Injected by the sandbox", planned.details ?? "Injected by the sandbox");
  if (planned.retryAfterSeconds === undefined || answer === "drop" || !("json" in answer)) return answer;
  return { ...answer, headers: { "retry-after": String(planned.retryAfterSeconds) } };
}

async function refuse(state: FakeState, phoneNumberId: string, body: JsonObject): Promise<FakeAnswer | undefined> {
  if (body.messaging_product !== "whatsapp") return graphError(100, "The parameter messaging_product is required.");
  const result = sendRequestSchema.safeParse(body);
  if (!result.success) return schemaError(result.error);
  if (body.type === "template") return await checkTemplateSend(state, phoneNumberId, body);
  const media = typeof body.type === "string" ? (body[body.type] as JsonObject | undefined) : undefined;
  if (state.options.strict && typeof media?.id === "string" && body.type !== "interactive" && !state.media.has(media.id)) {
    return graphError(131009, "Parameter value is not valid", `Media ${media.id} does not exist`);
  }
  return undefined;
}

/** Unknown key → 100, missing → 131008, else 131009, each naming the path as Meta's details do. */
function schemaError(error: z.ZodError): FakeAnswer {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join("/") ?? "";
  const details = `${path === "" ? "request" : path}: ${issue?.message ?? "invalid"}`;
  if (issue?.code === "unrecognized_keys") return graphError(100, "Invalid parameter", details);
  const missing = issue?.code === "invalid_type" && issue.message.includes("undefined");
  return missing
    ? graphError(131008, "Required parameter is missing", details)
    : graphError(131009, "Parameter value is not valid", details);
}

function accept(state: FakeState, phoneNumberId: string, body: JsonObject): FakeAnswer {
  const input = typeof body.to === "string" ? body.to : textOf(body.recipient);
  const to = input.replace(/^\+/, "");
  const providerMessageId = createWamid(to, "out");
  const message: AcceptedMessage = { providerMessageId, phoneNumberId, to, body, at: nowOf(state) };
  if (typeof body.biz_opaque_callback_data === "string") message.callbackData = body.biz_opaque_callback_data;
  state.acceptedCount++;
  if (!state.options.countOnly) state.accepted.push(message);
  state.options.onAccepted?.(message);
  const { statuses, onDeliveryError } = state.options;
  if (statuses !== undefined) deliverStatuses(state, message, statuses).catch((error: unknown) => onDeliveryError?.(error));
  const contact: JsonObject = body.to === undefined ? { input, user_id: to } : { input, wa_id: to };
  return ok({ messaging_product: "whatsapp", contacts: [contact], messages: [{ id: providerMessageId, message_status: "accepted" }] });
}

/** Sends statuses of an accepted message, one after the other. */
export async function deliverStatuses(
  state: FakeState,
  message: AcceptedMessage,
  statuses: DeliveryStatus["status"][],
  error?: DeliveryStatus["error"],
): Promise<void> {
  const displayPhoneNumber = textOf(state.account.phoneNumber.display_phone_number).replace(/\D/g, "");
  const channel = { phoneNumberId: message.phoneNumberId, wabaId: state.account.wabaId, displayPhoneNumber };
  for (const status of statuses) {
    const { providerMessageId, to, callbackData } = message;
    const recipient = /^\d+$/.test(to) ? { recipientWaId: to } : { recipientUserId: to };
    const wire: DeliveryStatus = { providerMessageId, status, at: nowOf(state), ...recipient };
    if (callbackData !== undefined) wire.callbackData = callbackData;
    if (status === "failed" && error !== undefined) wire.error = error;
    await deliverWebhook(state, buildStatus(channel, wire));
  }
}

function answerRead(state: FakeState, phoneNumberId: string, body: JsonObject): FakeAnswer {
  const result = readRequestSchema.safeParse(body);
  if (!result.success) return schemaError(result.error);
  const { message_id, typing_indicator } = result.data;
  state.reads.push({ phoneNumberId, providerMessageId: message_id, typing: typing_indicator !== undefined });
  return ok({ success: true });
}
