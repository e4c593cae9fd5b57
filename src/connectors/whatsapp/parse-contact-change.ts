import type { InboundContactChange } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseContent } from "./parse-content.ts";
import { asNumber, asObject, asText, compact } from "./raw-json.ts";

/**
 * A contact_change item's body: system messages, edits, revokes, marketing preferences, new user ids, echoes of the phone
 * app, and calls. Never throws.
 *
 * @returns undefined where the payload lacks what gives it meaning; the caller keeps the item and counts it.
 */
export function parseContactChange(body: JsonObject): InboundContactChange | undefined {
  const message = asObject(body.message);
  if (message !== undefined) return fromMessage(message);
  const preference = asObject(body.preference);
  if (preference !== undefined) return fromPreference(preference);
  const update = asObject(body.userIdUpdate);
  if (update !== undefined) return fromUserIdUpdate(update);
  const echo = asObject(body.echo);
  if (echo !== undefined) return fromEcho(echo);
  return fromCall(asObject(body.call), asObject(body.callStatus));
}

function fromMessage(message: JsonObject): InboundContactChange | undefined {
  const system = asObject(message.system);
  if (message.type !== "system") return fromEditOrRevoke(message);
  return compact({
    kind: "identity_changed" as const,
    waId: asText(system?.wa_id),
    userId: asText(system?.user_id),
    note: asText(system?.body) ?? asText(system?.type) ?? "",
  });
}

function fromEditOrRevoke(message: JsonObject): InboundContactChange | undefined {
  if (message.type === "edit") {
    const edit = asObject(message.edit);
    const providerMessageId = asText(edit?.original_message_id);
    const edited = asObject(edit?.message);
    if (providerMessageId === undefined || edited === undefined) return undefined;
    return { kind: "edited", providerMessageId, content: parseContent(edited) };
  }
  const providerMessageId = asText(asObject(message.revoke)?.original_message_id);
  return providerMessageId === undefined ? undefined : { kind: "revoked", providerMessageId };
}

/** `signup` (through a sign-up link) is consent like `resume`; its link is told in the detail. */
function fromPreference(preference: JsonObject): InboundContactChange | undefined {
  if (preference.category !== undefined && preference.category !== "marketing_messages") return undefined;
  const stop = preference.value === "stop";
  if (!stop && preference.value !== "resume" && preference.value !== "signup") return undefined;
  return compact({
    kind: "marketing_preference" as const,
    value: stop ? ("stop" as const) : ("resume" as const),
    detail: asText(preference.detail),
  });
}

function fromUserIdUpdate(update: JsonObject): InboundContactChange | undefined {
  const userId = asText(asObject(update.user_id)?.current);
  if (userId === undefined) return undefined;
  const previous = asText(asObject(update.user_id)?.previous);
  const note = asText(update.detail) ?? "User id changed";
  return compact({ kind: "identity_changed" as const, waId: asText(update.wa_id), userId, previousUserId: previous, note });
}

/** Typed in the WhatsApp Business app; it can also edit or take back what was typed there. */
function fromEcho(echo: JsonObject): InboundContactChange | undefined {
  if (echo.type === "edit" || echo.type === "revoke") return fromEditOrRevoke(echo);
  const providerMessageId = asText(echo.id);
  return providerMessageId === undefined ? undefined : { kind: "echo", providerMessageId, content: parseContent(echo) };
}

const CALL_EVENTS = ["connect", "terminate", "ringing", "accepted", "rejected"] as const;

function fromCall(call: JsonObject | undefined, status: JsonObject | undefined): InboundContactChange | undefined {
  const source = call ?? status;
  const providerCallId = asText(source?.id);
  const word = asText(call === undefined ? status?.status : call.event)?.toLowerCase();
  const event = CALL_EVENTS.find((known) => known === word);
  if (source === undefined || providerCallId === undefined || event === undefined) return undefined;
  return compact({
    kind: "call" as const,
    providerCallId,
    event,
    direction: callDirection(call?.direction),
    durationSeconds: asNumber(call?.duration),
    completed: call?.status === undefined ? undefined : call.status === "COMPLETED",
    callbackData: asText(source.biz_opaque_callback_data),
  });
}

function callDirection(word: unknown): "inbound" | "outbound" | undefined {
  if (word === "USER_INITIATED") return "inbound";
  return word === "BUSINESS_INITIATED" ? "outbound" : undefined;
}
