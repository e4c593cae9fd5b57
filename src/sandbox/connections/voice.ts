/**
 * A fake Twilio with telephones behind it: takes calls as its OpenAPI document describes them, asks the product what to say,
 * answers as the script says, and tells how it went: every piece of news twice, some of it late, and before each end a forged one.
 */
import { createHash, createHmac } from "node:crypto";
import type { JsonObject } from "../../domain/json.ts";
import { defineSandboxConnection, type SandboxConnection } from "../connection.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";
import { callFault } from "../twilio/call-fault.ts";
import { readTwiml } from "../twilio/read-twiml.ts";

const ORIGIN = "https://api.twilio.com";
const ACCOUNT = { sid: "AC00000000000000000000000000000001", token: "sandbox-twilio-token", from: "+390299990000" };
/** More turns than any script has. */
const MAX_TURNS = 20;

export interface TelephonePlan {
  /** How it ends at the telephone company: taken, or one of its words. */
  end: "answered" | "machine" | "no-answer" | "busy" | "failed" | "canceled";
  /** What the customer answers to the question. */
  answer(callId: string): Promise<{ digits?: string; speech?: string }>;
  /** What they say to an open question. */
  message?: string | undefined;
  /** Seconds. */
  duration: number;
}

interface FakeCall {
  sid: string;
  to: string;
  from: string;
  form: URLSearchParams;
  status: string;
  duration: number | null;
  at: number;
}

export interface FakeTelephone extends SandboxConnection {
  /** In the order they were placed. */
  placed: { to: string; sid: string }[];
  /** What people heard, call after call. */
  said: string[];
  /** Ends the call that rings at the number, else the next one to it. */
  plan(to: string, plan: TelephonePlan): Promise<void>;
  /** A customer rings up the number; `address` is the connection's, without its end. */
  ring(from: string, address: string, plan: TelephonePlan): Promise<void>;
}

export const connection = defineSandboxConnection<FakeTelephone>({
  kind: "voice",
  /** `placing`: what happens to the first request for a call: `drop` places it and gives no answer, `lose` neither, a status refuses. */
  create(world, { placing, incoming = "answer" }) {
    const calls: FakeCall[] = [];
    const placed: FakeTelephone["placed"] = [];
    const said: string[] = [];
    const plans = new Map<string, TelephonePlan[]>();
    let mishap = placing as "drop" | "lose" | number | undefined;
    let count = 0;
    const newSid = () => `CA${createHash("md5").update(`call ${++count}`).digest("hex")}`;

    function sign(url: string, form: URLSearchParams, token = ACCOUNT.token): string {
      const sorted = [...form].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([name, value]) => `${name}${value}`);
      return createHmac("sha1", token)
        .update(`${url}${sorted.join("")}`)
        .digest("base64");
    }

    async function post(url: string, fields: Record<string, string>, token?: string): Promise<{ status: number; body: string }> {
      const form = new URLSearchParams(fields);
      const { pathname, search } = new URL(url);
      return await world.post(`${pathname}${search}`, form.toString(), {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": sign(url, form, token),
      });
    }

    function fieldsOf(call: FakeCall, more: Record<string, string>): Record<string, string> {
      const { sid, from, to } = call;
      return { AccountSid: ACCOUNT.sid, ApiVersion: "2010-04-01", CallSid: sid, From: from, To: to, Direction: "outbound-api", ...more };
    }

    async function ask(call: FakeCall, url: string, more: Record<string, string>) {
      const answer = await post(url, fieldsOf(call, { CallStatus: "in-progress", ...more }));
      if (answer.status !== 200) throw new Error(`${url} was answered ${answer.status}: ${answer.body}`);
      const page = readTwiml(answer.body);
      said.push(...page.said);
      return page;
    }

    /** Hears the script out and answers its questions. */
    async function converse(call: FakeCall, url: string, plan: TelephonePlan): Promise<void> {
      const callId = new URL(url).searchParams.get("call") ?? "";
      let page = await ask(call, url, { AnsweredBy: plan.end === "machine" ? "machine_end_beep" : "human" });
      for (let turn = 0; page.gather && turn < MAX_TURNS; turn++) {
        const { action, input } = page.gather;
        const open = new URL(action).pathname.endsWith("/message");
        const heard = open ? { speech: plan.message } : await plan.answer(callId || (new URL(action).searchParams.get("call") ?? ""));
        page = await ask(call, action, {
          ...("digits" in heard && heard.digits !== undefined && input.includes("dtmf") && { Digits: heard.digits }),
          ...(heard.speech !== undefined && input.includes("speech") && { SpeechResult: heard.speech, Confidence: "0.91" }),
        });
      }
    }

    async function tell(call: FakeCall, url: string, status: string, sequence: number, more: Record<string, string> = {}): Promise<void> {
      const fields = fieldsOf(call, {
        CallStatus: status,
        SequenceNumber: String(sequence),
        CallbackSource: "call-progress-events",
        ...more,
      });
      // Twice, as a provider that missed our answer would.
      for (let i = 0; i < 2; i++) {
        const answer = await post(url, fields);
        if (answer.status >= 300) throw new Error(`The status was answered ${answer.status}: ${answer.body}`);
      }
    }

    async function forge(call: FakeCall, url: string): Promise<void> {
      const answer = await post(url, fieldsOf(call, { CallStatus: "completed", CallDuration: "1", SequenceNumber: "9" }), "not the token");
      if (answer.status !== 401) throw new Error(`A forged status was answered ${answer.status}`);
    }

    async function carryOut(call: FakeCall, plan: TelephonePlan): Promise<void> {
      const status = call.form.get("StatusCallback") ?? "";
      await tell(call, status, "initiated", 0);
      await forge(call, status);
      if (plan.end !== "answered" && plan.end !== "machine") {
        call.status = plan.end;
        await tell(call, status, plan.end, 2, plan.end === "failed" ? { SipResponseCode: "404" } : {});
        // Overtaken on the way.
        await tell(call, status, "ringing", 1);
        return;
      }
      await tell(call, status, "in-progress", 2);
      await tell(call, status, "ringing", 1);
      await converse(call, call.form.get("Url") ?? "", plan);
      call.status = "completed";
      call.duration = plan.duration;
      await tell(call, status, "completed", 3, { CallDuration: String(plan.duration) });
      await tell(call, status, "in-progress", 2);
    }

    async function place(request: OutsideCall): Promise<OutsideAnswer> {
      const form = new URLSearchParams(request.raw);
      const fault = callFault(form, ACCOUNT.from);
      if (fault) return { status: 400, body: { ...fault, status: 400, more_info: `https://www.twilio.com/docs/errors/${fault.code}` } };
      const accident = mishap;
      mishap = undefined;
      if (accident === "lose") return "drop";
      if (typeof accident === "number") return { status: accident, body: { code: 20000, message: "Trouble", status: accident } };
      const to = form.get("To") ?? "";
      const call: FakeCall = { sid: newSid(), to, from: ACCOUNT.from, form, status: "queued", duration: null, at: request.at };
      calls.push(call);
      placed.push({ to, sid: call.sid });
      const plan = plans.get(to)?.shift();
      // The news may overtake the answer to the request.
      if (plan) await carryOut(call, plan);
      return accident === "drop" ? "drop" : { status: 201, body: { ...present(call), status: "queued" } };
    }

    function present({ sid, to, from, status, duration, at }: FakeCall): JsonObject {
      return { sid, to, from, status, duration: duration === null ? null : String(duration), date_created: new Date(at).toUTCString() };
    }

    function answer(request: OutsideCall): OutsideAnswer | Promise<OutsideAnswer> {
      const { pathname, searchParams } = new URL(request.url);
      const basic = `Basic ${Buffer.from(`${ACCOUNT.sid}:${ACCOUNT.token}`).toString("base64")}`;
      if (request.headers["authorization"] !== basic) return { status: 401, body: { code: 20003, message: "Authenticate", status: 401 } };
      const path = pathname.replace(`/2010-04-01/Accounts/${ACCOUNT.sid}`, "");
      if (path === "/Calls.json" && request.method === "POST") return place(request);
      if (path === "/Calls.json") {
        const mine = calls.filter(({ to }) => to === searchParams.get("To"));
        return { status: 200, body: { calls: mine.toReversed().map(present) } };
      }
      const call = calls.find(({ sid }) => path === `/Calls/${sid}.json`);
      if (call && request.method === "POST") {
        if (call.status === "queued") call.status = "canceled";
        return { status: 200, body: present(call) };
      }
      if (call) return { status: 200, body: present(call) };
      if (path.startsWith("/IncomingPhoneNumbers")) {
        const number = { sid: "PN1", phone_number: ACCOUNT.from, voice_url: "", status_callback: "" };
        return { status: 200, body: request.method === "POST" ? number : { incoming_phone_numbers: [number] } };
      }
      return { status: 404, body: { code: 20404, message: "Not found", status: 404 } };
    }

    world.outside.serve(ORIGIN, async (call) => {
      world.outside.calls.push(call);
      return await answer(call);
    });

    return {
      settings: { accountSid: ACCOUNT.sid, from: ACCOUNT.from, incoming },
      secrets: { authToken: ACCOUNT.token },
      placed,
      said,
      async plan(to, plan) {
        const ringing = calls.find((call) => call.to === to && call.status === "queued");
        if (ringing) await carryOut(ringing, plan);
        else plans.set(to, [...(plans.get(to) ?? []), plan]);
      },
      async ring(from, address, plan) {
        const call: FakeCall = {
          ...{ sid: newSid(), to: ACCOUNT.from, from, form: new URLSearchParams(), status: "in-progress", duration: null, at: world.now() },
        };
        const status = `${address}/status`;
        const forged = await post(`${address}/voice`, fieldsOf(call, { CallStatus: "ringing" }), "not the token");
        if (forged.status !== 401) throw new Error(`A forged call was answered ${forged.status}`);
        // Asked again after a time-out: still one call.
        await ask(call, `${address}/voice`, { CallStatus: "ringing", Direction: "inbound" });
        await converse(call, `${address}/voice`, plan);
        call.status = "completed";
        await tell(call, status, "completed", 0, { CallDuration: String(plan.duration), Direction: "inbound" });
      },
    };
  },
});
