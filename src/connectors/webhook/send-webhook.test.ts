import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { Connection } from "../../domain/connection.ts";
import type { OutgoingRequest, OutgoingResult } from "../../domain/outgoing-http.ts";
import { sendWebhook, signatureHeaders } from "./send-webhook.ts";

// Computed with another implementation (Python's hmac).
const VECTOR = {
  secret: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
  id: "msg_1",
  now: 1_795_428_000_000,
  body: '{"type":"message.delivered","timestamp":"2026-11-23T10:00:00Z","data":{"id":"m1"}}',
  signature: "v1,kFJQwsGaPLQX0m+qsKUFReO7hOw8gOXjccg+HQKBBgY=",
};

async function send(connection: Connection | null = null, answer: OutgoingResult = { ok: true, status: 200, headers: {}, body: "{}" }) {
  const sent: OutgoingRequest[] = [];
  const http = { send: async (request: OutgoingRequest) => (sent.push(request), answer) };
  const call = { method: "POST", url: "https://x.example/hook?a=1", headers: { "X-Own": "1" }, body: VECTOR.body };
  const result = await sendWebhook(call, { http, id: VECTOR.id, now: VECTOR.now, secrets: [VECTOR.secret], connection });
  return { request: sent[0] as OutgoingRequest, result };
}

describe("a webhook", () => {
  it("is signed as the published vector says", () => {
    expect(signatureHeaders(VECTOR.body, { ...VECTOR, secrets: [VECTOR.secret] })).toEqual({
      "webhook-id": "msg_1",
      "webhook-timestamp": "1795428000",
      "webhook-signature": VECTOR.signature,
    });
  });

  it("carries both signatures while secrets change over", () => {
    const next = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    const headers = signatureHeaders(VECTOR.body, { ...VECTOR, secrets: [next, VECTOR.secret] });
    const signatures = headers["webhook-signature"]?.split(" ") ?? [];
    expect(signatures).toHaveLength(2);
    expect(signatures[1]).toBe(VECTOR.signature);
    expect(signatures[0]).toBe(new Webhook(next).sign("msg_1", new Date(VECTOR.now), VECTOR.body));
  });

  it("sends what it signed", async () => {
    const { request, result } = await send();
    expect(request.body).toBe(VECTOR.body);
    expect(request.headers).toMatchObject({ "content-type": "application/json", "x-own": "1", "webhook-signature": VECTOR.signature });
    expect(result).toEqual({ kind: "done", status: 200, body: {} });
  });

  it.each([
    [{ scheme: "bearer" }, { authorization: "Bearer s3cret" }, "https://x.example/hook?a=1"],
    [{ scheme: "basic", username: "ada" }, { authorization: "Basic YWRhOnMzY3JldA==" }, "https://x.example/hook?a=1"],
    [{ scheme: "header", name: "X-Api-Key" }, { "x-api-key": "s3cret" }, "https://x.example/hook?a=1"],
    [{ scheme: "query", name: "key" }, {}, "https://x.example/hook?a=1&key=s3cret"],
  ])("carries credentials as %j", async (settings, headers, url) => {
    const { request } = await send({ workspaceId: "w", id: "c", name: "CRM", kind: "http", settings, secrets: { secret: "s3cret" } });
    expect(request.headers).toMatchObject(headers);
    expect(request.url).toBe(url);
  });
});
