import { describe, expect, test } from "vitest";
import type { OutgoingResult } from "../../domain/outgoing-http.ts";
import { readTwiml } from "../../sandbox/twilio/read-twiml.ts";
import { findCalls, placeCall } from "./calls.ts";
import { checkAccount } from "./check-account.ts";
import { readPost, signatureOf } from "./news.ts";
import { writePage } from "./twiml.ts";

const order = {
  to: "+393330000001",
  answerUrl: "https://parola.example.com/v",
  statusUrl: "https://parola.example.com/s",
  ringFor: 30,
  maxDuration: 300,
  machine: "detect" as const,
};

/** An account at a Twilio that answers so; what it was asked is kept. */
function account(...answers: OutgoingResult[]) {
  const asked: { method: string; url: string; body?: string | undefined; headers?: Record<string, string> | undefined }[] = [];
  const connection = {
    ...{ workspaceId: "w", id: "c", name: "voice", kind: "voice" },
    settings: { accountSid: "AC1", from: "+390299990000", incoming: "answer" },
    secrets: { authToken: "token" },
  };
  const http = {
    send: async (request: { method: string; url: string; body?: string; headers?: Record<string, string> }) => {
      asked.push(request);
      return answers.shift() ?? { ok: false as const, code: "timeout" as const, detail: "no more answers", temporary: true };
    },
  };
  return { http, connection, now: 1_772_442_000_000, asked };
}
const json = (status: number, body: object, headers = {}): OutgoingResult => ({ ok: true, status, headers, body: JSON.stringify(body) });
const failure = (
  code: "timeout" | "connection_failed" | "host_not_found" | "tls_error",
  detail = "",
  temporary = true,
): OutgoingResult => ({
  ...{ ok: false, code, detail, temporary },
});

describe("placing a call", () => {
  test("is a form with Basic authentication, events one by one", async () => {
    const twilio = account(json(201, { sid: "CA1", status: "queued" }));
    expect(await placeCall(twilio, order)).toEqual({ kind: "placed", providerId: "CA1" });
    const [request] = twilio.asked;
    expect(request?.url).toBe("https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json");
    expect(request?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from("AC1:token").toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(new URLSearchParams(request?.body).getAll("StatusCallbackEvent")).toEqual(["initiated", "ringing", "answered", "completed"]);
  });

  test.each([
    ["a number that cannot be", json(400, { code: 21211, message: "Invalid" }), { kind: "refused", code: "twilio_21211" }],
    ["a wrong token", json(401, {}), { kind: "refused", code: "unauthorized" }],
    ["too many at once", json(429, {}, { "retry-after": "7" }), { kind: "later", afterMs: 7000 }],
    ["a name that is not found", failure("host_not_found"), { kind: "later" }],
    ["a closed door", failure("connection_failed", "connect ECONNREFUSED 1.2.3.4:443"), { kind: "later" }],
    ["a certificate", failure("tls_error", "", false), { kind: "refused" }],
    ["a connection that broke", failure("connection_failed", "other side closed"), { kind: "unknown" }],
    ["no answer in time", failure("timeout"), { kind: "unknown" }],
    ["a gateway's trouble", json(502, {}), { kind: "unknown" }],
    ["an answer without the call", json(201, {}), { kind: "unknown" }],
  ])("%s", async (_, answer, expected) => {
    expect(await placeCall(account(answer), order)).toMatchObject(expected);
  });
});

test("calls found are those since the instant, not all of the day", async () => {
  const now = 1_772_442_000_000;
  const call = (sid: string, at: number) => ({ sid, to: order.to, status: "no-answer", date_created: new Date(at).toUTCString() });
  const twilio = account(json(200, { calls: [call("CA2", now), call("CA1", now - 3_600_000)] }));
  expect(await findCalls(twilio, { to: order.to, since: now })).toMatchObject([{ providerId: "CA2", state: "no_answer" }]);
  expect(await findCalls(account(json(500, {})), { to: order.to, since: now })).toBeNull();
});

describe("trying the account", () => {
  const number = { sid: "PN1", phone_number: "+390299990000", voice_url: "", status_callback: "" };

  test("tells Twilio where to bring calls, once", async () => {
    const twilio = account(json(200, { incoming_phone_numbers: [number] }), json(200, number));
    expect(await checkAccount(twilio, "https://p.example/webhooks/twilio/c")).toEqual({ ok: true });
    expect(new URLSearchParams(twilio.asked[1]?.body).get("VoiceUrl")).toBe("https://p.example/webhooks/twilio/c/voice");
    const told = {
      ...number,
      voice_url: "https://p.example/webhooks/twilio/c/voice",
      status_callback: "https://p.example/webhooks/twilio/c/status",
    };
    const again = account(json(200, { incoming_phone_numbers: [told] }));
    expect(await checkAccount(again, "https://p.example/webhooks/twilio/c")).toEqual({ ok: true });
    expect(again.asked).toHaveLength(1);
  });

  test("says what is wrong", async () => {
    expect(await checkAccount(account(json(401, {})), "")).toMatchObject({ ok: false, code: "unauthorized" });
    expect(await checkAccount(account(json(200, { incoming_phone_numbers: [] })), "")).toMatchObject({ ok: false, code: "unknown_number" });
  });
});

describe("what Twilio posts", () => {
  test("is read, whatever it lacks", () => {
    const post = readPost(
      "CallSid=CA1&CallStatus=completed&CallDuration=42&SequenceNumber=3&AnsweredBy=machine_end_beep&From=%2B39333&To=%2B3902",
    );
    expect(post).toEqual({
      news: { providerId: "CA1", state: "completed", duration: 42, sequence: 3, answeredBy: "machine" },
      heard: {},
      from: "+39333",
      to: "+3902",
    });
    expect(readPost("CallSid=CA1&CallStatus=failed&SipResponseCode=404")?.news.code).toBe("sip_404");
    expect(readPost("CallSid=CA1&CallStatus=in-progress&Digits=&SpeechResult=+yes%00+")?.heard).toEqual({ speech: "yes" });
    expect(readPost("CallStatus=completed")).toBeNull();
    expect(readPost("CallSid=CA1&CallStatus=__proto__")).toBeNull();
    expect(readPost("")).toBeNull();
  });

  test("is signed over names in order, a repeated value once", () => {
    expect(signatureOf("t", "https://x", "b=2&a=1")).toBe(signatureOf("t", "https://x", "a=1&b=2"));
    expect(signatureOf("t", "https://x", "a=1&a=1")).toBe(signatureOf("t", "https://x", "a=1"));
    expect(signatureOf("t", "https://x", "a=1&a=2")).not.toBe(signatureOf("t", "https://x", "a=1"));
  });
});

describe("TwiML", () => {
  test("escapes what people wrote and drops what XML cannot hold", () => {
    const hostile = `</Say><Dial>+1900</Dial> "Tom" & 'Ann' \u0000\u000b\uD800 😀`;
    const { type, body } = writePage({ language: "it-IT", say: [hostile] });
    expect(type).toBe("text/xml; charset=utf-8");
    expect(body).not.toContain("<Dial>");
    expect(readTwiml(body).said).toEqual([`</Say><Dial>+1900</Dial> "Tom" & 'Ann'  😀`]);
  });

  test("asks inside the Gather, and comes back on silence", () => {
    const listen = { url: "https://x/gather?call=1&attempt=2", input: "both" as const, digits: 1, hints: ["yes", "no, never"], timeout: 6 };
    const { body } = writePage({ language: "en-US", voice: "Polly.Joanna", say: ["Well?"], listen });
    expect(readTwiml(body)).toEqual({ said: ["Well?"], gather: { action: listen.url, input: "dtmf speech" } });
    expect(body).toContain('actionOnEmptyResult="true"');
    expect(body).toContain('hints="yes,no  never"');
    expect(body).toContain('<Say language="en-US" voice="Polly.Joanna">');
  });

  test("turns a caller away unanswered", () => {
    expect(writePage({ language: "en-US", say: [], reject: true }).body).toContain('<Response><Reject reason="busy"/></Response>');
  });
});
