/** What Twilio posts about a call, and how it signs it. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Connection, textOf } from "../../domain/connection.ts";
import type { CallNews, CallPost, Heard, ProviderCallState } from "../../domain/telephony.ts";

const STATES: Record<string, ProviderCallState> = {
  queued: "queued",
  initiated: "queued",
  ringing: "ringing",
  "in-progress": "in_progress",
  answered: "in_progress",
  completed: "completed",
  busy: "busy",
  "no-answer": "no_answer",
  canceled: "canceled",
  failed: "failed",
};
/** Longest text of a customer that is kept. */
const MAX_SPEECH = 4000;

type Field = "CallSid" | "CallStatus" | "CallDuration" | "SequenceNumber" | "AnsweredBy" | "SipResponseCode" | "ErrorCode";

export function readNews(fields: Partial<Record<Field, string | undefined>>): CallNews | null {
  const { CallSid: providerId, CallStatus: word = "", SequenceNumber, CallDuration, AnsweredBy, ErrorCode, SipResponseCode } = fields;
  const state = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (!providerId || providerId.length > 64 || state === undefined) return null;
  const [sequence, duration] = [wholeNumber(SequenceNumber), wholeNumber(CallDuration)];
  const code = ErrorCode ? `twilio_${ErrorCode}` : SipResponseCode && SipResponseCode !== "200" ? `sip_${SipResponseCode}` : undefined;
  return {
    providerId,
    state,
    ...(sequence !== undefined && { sequence }),
    ...(duration !== undefined && { duration }),
    ...(AnsweredBy && AnsweredBy !== "unknown" && { answeredBy: AnsweredBy === "human" ? ("human" as const) : ("machine" as const) }),
    ...(code !== undefined && { code: code.slice(0, 40) }),
  };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

export function readPost(body: string): CallPost | null {
  const form = new URLSearchParams(body);
  // PostgreSQL's text cannot hold NUL.
  const text = (name: string) => form.get(name)?.replaceAll("\0", "") ?? undefined;
  const news = readNews({
    CallSid: text("CallSid"),
    CallStatus: text("CallStatus"),
    CallDuration: text("CallDuration"),
    SequenceNumber: text("SequenceNumber"),
    AnsweredBy: text("AnsweredBy"),
    SipResponseCode: text("SipResponseCode"),
    ErrorCode: text("ErrorCode"),
  });
  if (!news) return null;
  const [digits, speech] = [text("Digits")?.slice(0, 32), text("SpeechResult")?.trim().slice(0, MAX_SPEECH)];
  const heard: Heard = { ...(digits ? { digits } : {}), ...(speech ? { speech } : {}) };
  return { news, heard, from: text("From") ?? "", to: text("To") ?? "" };
}

/**
 * base64(HMAC-SHA1(auth token, URL + each parameter's name and value, sorted by name)). The URL is the one Twilio was given,
 * with its query. A name that comes several times is signed once for each of its different values, in their order.
 */
export function signatureOf(authToken: string, url: string, body: string): string {
  const form = new URLSearchParams(body);
  const names = [...new Set(form.keys())].sort();
  const signed = names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => `${name}${value}`));
  return createHmac("sha1", authToken)
    .update(`${url}${signed.join("")}`)
    .digest("base64");
}

export function isGenuine({ secrets }: Connection, url: string, body: string, signature: string | undefined): boolean {
  const authToken = textOf(secrets, "authToken");
  if (authToken === "" || signature === undefined) return false;
  const [expected, given] = [Buffer.from(signatureOf(authToken, url, body)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
