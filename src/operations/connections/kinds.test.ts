/** Whatever answers in a system's place is not taken for it: every kind of connection, every call of its trial, every wrong answer. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../../connectors/http/outgoing-http.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { connection as activecampaign } from "../../sandbox/connections/activecampaign.ts";
import { connection as ai } from "../../sandbox/connections/ai.ts";
import { connection as emailchef } from "../../sandbox/connections/emailchef.ts";
import { connection as magento } from "../../sandbox/connections/magento.ts";
import { connection as paypal } from "../../sandbox/connections/paypal.ts";
import { connection as prestashop } from "../../sandbox/connections/prestashop.ts";
import { connection as shopify } from "../../sandbox/connections/shopify.ts";
import { connection as voice } from "../../sandbox/connections/voice.ts";
import { connection as woocommerce } from "../../sandbox/connections/woocommerce.ts";
import { type FakeOutside, type OutsideAnswer, startFakeOutside } from "../../sandbox/http/fake-outside.ts";
import { newId } from "../../store/id.ts";
import { CONNECTION_KINDS } from "./kinds.ts";

const FAKES = { activecampaign, ai, emailchef, magento, paypal, prestashop, shopify, voice, woocommerce };
const KINDS = Object.keys(FAKES) as (keyof typeof FAKES)[];

const html = (status: number): OutsideAnswer => ({
  status,
  raw: "<!doctype html><html><body>Sign in</body></html>",
  headers: { "content-type": "text/html" },
});

/** Wrong at any call. */
const NEVER: [name: string, answer: OutsideAnswer][] = [
  ["a page", html(200)],
  ["nothing", { status: 200 }],
  ["no content", { status: 204 }],
  ["a text", { status: 200, body: "OK" }],
  ["null", { status: 200, body: null }],
  ["a number", { status: 200, body: 42 }],
  ["JSON cut in the middle", { status: 200, raw: '{"id": 1, "na', headers: { "content-type": "application/json" } }],
  ["a redirect to sign in", { status: 302, raw: "", headers: { location: "https://sso.example.com/login?next=t0ken" } }],
  ["a redirect to nowhere", { status: 301, raw: "" }],
  ["a page that is not found", html(404)],
  ["a page of maintenance", html(503)],
  ["a refusal", { status: 401, body: { message: "no" } }],
];
/** Wrong where it is all there is; at a single call it may be an answer without content. */
const NOT_ALONE: [name: string, answer: OutsideAnswer][] = [
  ["an object of something else", { status: 200, body: { hello: "world" } }],
  ["an envelope of something else", { status: 200, body: { data: { id: 1, items: [] }, success: true } }],
  ["an error as an answer", { status: 200, body: { message: "Something went wrong", error: true } }],
  ["an empty list", { status: 200, body: [] }],
  ["a list of something else", { status: 200, body: [{ id: 1, name: "A" }] }],
  ["an empty object", { status: 200, body: {} }],
];

let outside: FakeOutside;
let real: OutgoingHttp;

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
  real = createOutgoingHttp({ dispatcher: outside.dispatcher });
});
afterAll(() => outside.close());

interface Wrong {
  answer: OutsideAnswer;
  /** The number of the call that is answered wrongly. */
  at: number | "all";
  /** So are all calls after it. */
  stays?: boolean;
}

/** Tries a connection. Returns how often it called, too. */
async function tried(kind: keyof typeof FAKES, wrong?: Wrong) {
  const world = { now: () => 0, outside, post: async () => ({ status: 200, body: "" }) };
  const { settings, secrets } = await FAKES[kind].create(world, kind === "voice" ? { incoming: "answer" } : {});
  let calls = 0;
  const http: OutgoingHttp = {
    async send(request) {
      if (wrong && (wrong.at === "all" || wrong.at === calls || (wrong.stays && calls > wrong.at))) outside.interrupt(wrong.answer);
      calls += 1;
      return await real.send(request);
    },
  };
  const id = newId();
  const connection = { workspaceId: newId(), id, name: "It", kind, settings, secrets };
  const webhookUrl = `https://parola.example.com/webhooks/${kind}/${id}`;
  const health = await CONNECTION_KINDS[kind]?.check?.({ http, connection, webhookUrl, now: 0 });
  return { health, calls };
}

it("every kind that can be tried has its place here", () => {
  const triable = Object.entries(CONNECTION_KINDS).flatMap(([kind, { check }]) => (check ? [kind] : []));
  expect(KINDS.toSorted()).toEqual(triable.toSorted());
});

describe.each(KINDS)("the trial of %s", (kind) => {
  it("says that it works where it does", async () => {
    expect((await tried(kind)).health).toMatchObject({ ok: true });
  });

  it.each([...NEVER, ...NOT_ALONE])("refuses %s, in a sentence", async (_name, answer) => {
    const { health } = await tried(kind, { answer, at: "all" });
    expect(health).toMatchObject({ ok: false, code: expect.stringMatching(/^[a-z0-9_]+$/), detail: expect.stringMatching(/^\S+ \S+ \S+/) });
    expect(JSON.stringify(health)).not.toContain("t0ken");
  });

  it("refuses it at whichever of its calls it comes", async () => {
    const { calls } = await tried(kind);
    for (let at = 0; at < calls; at++) {
      for (const [name, answer] of NEVER) {
        // A token may be withdrawn before its time, and a new one works: a refusal is one that stays.
        const { health } = await tried(kind, { answer, at, stays: name === "a refusal" });
        expect(health, `${name} at call ${at + 1} of ${calls}`).toMatchObject({ ok: false });
      }
    }
  });
});
