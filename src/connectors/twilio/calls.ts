/** Placing calls and looking them up. */
import { textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingFailure, OutgoingResult } from "../../domain/outgoing-http.ts";
import { retryAfterMs } from "../../domain/request-result.ts";
import type { CallOrder, FoundCall, Placed, TelephoneAccount } from "../../domain/telephony.ts";
import { bodyOf, callTwilio, type Form, faultOf } from "./api.ts";
import { readNews } from "./news.ts";

/** Twilio tells the end of a call by default; these tell the way there. */
const EVENTS = ["initiated", "ringing", "answered", "completed"];
/** A clock that differs from Twilio's must not hide a call just placed. */
const CLOCK_MARGIN_MS = 60_000;

export function buildCall(from: string, { to, answerUrl, statusUrl, ringFor, maxDuration, machine }: CallOrder): Form {
  return [
    ["To", to],
    ["From", from],
    ["Url", answerUrl],
    ["Method", "POST"],
    ["StatusCallback", statusUrl],
    ["StatusCallbackMethod", "POST"],
    ...EVENTS.map((event): [string, string] => ["StatusCallbackEvent", event]),
    ["Timeout", String(ringFor)],
    ["TimeLimit", String(maxDuration)],
    ["MachineDetection", machine === "beep" ? "DetectMessageEnd" : "Enable"],
  ];
}

export async function placeCall(account: TelephoneAccount, order: CallOrder): Promise<Placed> {
  const form = buildCall(textOf(account.connection.settings, "from"), order);
  const answer = await callTwilio(account, "POST", "/Calls.json", form);
  const { sid } = bodyOf(answer);
  if (answer.ok && answer.status === 201 && typeof sid === "string") return { kind: "placed", providerId: sid };
  return faultOfPlacing(answer, account.now);
}

/** Failures before a byte has left: nobody was called. */
const UNSENT: ReadonlySet<OutgoingFailure["code"]> = new Set(["invalid_url", "private_address", "host_not_found", "tls_error"]);

function faultOfPlacing(answer: OutgoingResult, now: number): Placed {
  const fault = faultOf(answer);
  if (!answer.ok) {
    const unsent = UNSENT.has(answer.code) || answer.detail.includes("ECONNREFUSED");
    if (!unsent) return { kind: "unknown", ...fault };
    return { kind: answer.temporary ? "later" : "refused", ...fault };
  }
  const { status, headers } = answer;
  if (status === 429) {
    const afterMs = retryAfterMs(headers["retry-after"], now);
    return { kind: "later", ...fault, ...(afterMs !== undefined && { afterMs }) };
  }
  // A gateway that gave up does not know what became of the call behind it, nor does an answer that cannot be read.
  if (status >= 500 || status === 408 || status < 300) return { kind: "unknown", ...fault };
  return { kind: "refused", ...fault };
}

function found(raw: Json): FoundCall[] {
  const call = (typeof raw === "object" && raw !== null ? raw : {}) as JsonObject;
  const text = (name: string) => (typeof call[name] === "string" || typeof call[name] === "number" ? String(call[name]) : undefined);
  const news = readNews({
    CallSid: text("sid"),
    CallStatus: text("status"),
    CallDuration: text("duration"),
    AnsweredBy: text("answered_by"),
  });
  return news ? [{ ...news, to: text("to") ?? "" }] : [];
}

export async function findCalls(account: TelephoneAccount, { to, since }: { to: string; since: number }): Promise<FoundCall[] | null> {
  const day = new Date(since - CLOCK_MARGIN_MS).toISOString().slice(0, 10);
  const from = textOf(account.connection.settings, "from");
  // `StartTime>` takes days only: the instant is compared here.
  const answer = await callTwilio(account, "GET", "/Calls.json", [
    ["To", to],
    ["From", from],
    ["StartTime>", day],
    ["PageSize", "50"],
  ]);
  const { calls } = bodyOf(answer);
  if (!answer.ok || answer.status !== 200 || !Array.isArray(calls)) return null;
  const recent = calls.filter((call) => {
    const made = Date.parse(String((call as JsonObject | null)?.["date_created"]));
    return Number.isNaN(made) || made >= since - CLOCK_MARGIN_MS;
  });
  return recent.flatMap(found);
}

export async function readCall(account: TelephoneAccount, providerId: string): Promise<FoundCall | null> {
  const answer = await callTwilio(account, "GET", `/Calls/${encodeURIComponent(providerId)}.json`);
  return answer.ok && answer.status === 200 ? (found(bodyOf(answer))[0] ?? null) : null;
}

/** `canceled` ends calls that wait or ring, and leaves those alone that somebody has taken. */
export async function giveUp(account: TelephoneAccount, providerId: string): Promise<boolean> {
  const answer = await callTwilio(account, "POST", `/Calls/${encodeURIComponent(providerId)}.json`, [["Status", "canceled"]]);
  return answer.ok && answer.status < 300;
}
