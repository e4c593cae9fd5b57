import { type ConnectionHealth, textOf } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { TelephoneAccount } from "../../domain/telephony.ts";
import { bodyOf, callTwilio, faultOf } from "./api.ts";

/** The credentials work and the number is theirs. Where Parola takes its calls, Twilio is told where to bring them. */
export async function checkAccount(account: TelephoneAccount, webhookUrl: string): Promise<ConnectionHealth> {
  const { settings } = account.connection;
  const from = textOf(settings, "from");
  const answer = await callTwilio(account, "GET", "/IncomingPhoneNumbers.json", [["PhoneNumber", from]]);
  if (!answer.ok || answer.status !== 200) return { ok: false, ...faultOf(answer) };
  const numbers = bodyOf(answer)["incoming_phone_numbers"];
  if (!Array.isArray(numbers)) return { ok: false, ...faultOf(answer) };
  const number = (numbers as JsonObject[]).find((one) => one["phone_number"] === from);
  const incoming = textOf(settings, "incoming") === "answer";
  if (!number)
    return incoming ? { ok: false, code: "unknown_number", detail: `${from} is no number of this account` } : await callerId(account, from);
  if (!incoming) return { ok: true };
  const { sid, voice_url, status_callback } = number;
  const [voiceUrl, statusUrl] = [`${webhookUrl}/voice`, `${webhookUrl}/status`];
  if (voice_url === voiceUrl && status_callback === statusUrl) return { ok: true };
  const told = await callTwilio(account, "POST", `/IncomingPhoneNumbers/${String(sid)}.json`, [
    ["VoiceUrl", voiceUrl],
    ["VoiceMethod", "POST"],
    ["StatusCallback", statusUrl],
    ["StatusCallbackMethod", "POST"],
  ]);
  return told.ok && told.status < 300 && bodyOf(told)["sid"] === sid ? { ok: true } : { ok: false, ...faultOf(told) };
}

/** Twilio also lets a number call that is not its own, once its owner has confirmed it. */
async function callerId(account: TelephoneAccount, from: string): Promise<ConnectionHealth> {
  const answer = await callTwilio(account, "GET", "/OutgoingCallerIds.json", [["PhoneNumber", from]]);
  if (!answer.ok || answer.status !== 200) return { ok: false, ...faultOf(answer) };
  const ids = bodyOf(answer)["outgoing_caller_ids"];
  if (!Array.isArray(ids)) return { ok: false, ...faultOf(answer) };
  const known = (ids as JsonObject[]).some((one) => one["phone_number"] === from);
  return known
    ? { ok: true }
    : { ok: false, code: "unknown_number", detail: `${from} is neither a number nor a verified caller id of this account` };
}
