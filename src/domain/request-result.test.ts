import { describe, expect, it } from "vitest";
import { httpResult, retryAfterMs } from "./request-result.ts";

const NOW = 1_772_442_000_000; // 2026-03-02T09:00:00Z

function answer(status: number, body = "", headers: Record<string, string> = {}) {
  return httpResult({ ok: true, status, headers, body }, NOW);
}

describe("the meaning of an answer", () => {
  it("is done for every 2xx, with the body as JSON where it is JSON", () => {
    expect(answer(201, '{"id": 1}')).toEqual({ kind: "done", status: 201, body: { id: 1 } });
    expect(answer(200, "OK")).toEqual({ kind: "done", status: 200, body: "OK" });
    expect(answer(204)).toEqual({ kind: "done", status: 204, body: null });
  });

  it.each([408, 429, 500, 502, 503, 504])("is worth another try for %i", (status) => {
    expect(answer(status)).toMatchObject({ kind: "retry", code: `http_${status}` });
  });

  it.each([301, 302, 400, 401, 404, 410, 422])("has failed for %i", (status) => {
    expect(answer(status)).toMatchObject({ kind: "failed", code: `http_${status}` });
  });

  it("tries again only after network troubles that can pass", () => {
    expect(httpResult({ ok: false, code: "timeout", detail: "", temporary: true }, NOW).kind).toBe("retry");
    expect(httpResult({ ok: false, code: "private_address", detail: "", temporary: false }, NOW).kind).toBe("failed");
  });
});

describe("Retry-After", () => {
  it("is seconds or a date, never in the past", () => {
    expect(retryAfterMs("120", NOW)).toBe(120_000);
    expect(retryAfterMs("Mon, 02 Mar 2026 09:00:30 GMT", NOW)).toBe(30_000);
    expect(retryAfterMs("Mon, 02 Mar 2026 08:00:30 GMT", NOW)).toBe(0);
    expect(retryAfterMs("soon", NOW)).toBeUndefined();
    expect(answer(429, "", { "retry-after": "7" })).toMatchObject({ afterMs: 7000 });
  });
});
