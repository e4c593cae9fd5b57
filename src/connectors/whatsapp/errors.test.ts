import { describe, expect, test } from "vitest";
import { ERROR_TABLE } from "./error-table.ts";
import { classifyError, classifyErrorCode, describeErrorCode } from "./errors.ts";

describe("the error table", () => {
  test.each([...ERROR_TABLE])("%i has a reason, and advice that is a sentence", (_code, entry) => {
    expect(entry.reason).toMatch(/^[a-z_]+$/);
    expect(entry.advice).toMatch(/^[A-Z].{15,}\.$/);
    const waits = ["retry", "retry_pair", "retry_channel"].includes(entry.class);
    expect(entry.plan !== undefined).toBe(waits);
  });
});

test("a pair waits 4^n seconds, at most an hour", () => {
  const waits = [1, 2, 3, 4, 9].map((attempt) => classifyErrorCode(131056, undefined, attempt).retryAfterMs);
  expect(waits).toEqual([4_000, 16_000, 64_000, 256_000, 3_600_000]);
});

test("an unclear fault is tried once more, then it is final", () => {
  expect(classifyErrorCode(131000, "x", 1)).toMatchObject({ class: "retry", retryAfterMs: 5000 });
  const second = classifyErrorCode(131000, "x", 2);
  expect(second.class).toBe("fail");
  expect(second).not.toHaveProperty("retryAfterMs");
});

test("all codes from 200 to 299 are missing permissions", () => {
  expect(describeErrorCode(294)).toMatchObject({ class: "stop_workspace", reason: "permission_missing" });
  expect(describeErrorCode(300).class).toBe("fail");
});

test("the class follows the code, not the HTTP status", () => {
  const body = { error: { code: 131047, message: "(#131047) Re-engagement message", error_data: { details: "24 hours" } } };
  for (const status of [200, 400, 500, 503]) {
    expect(classifyError(status, body)).toMatchObject({
      class: "fail",
      code: "window_closed",
      providerMessage: "(#131047) Re-engagement message — 24 hours",
    });
  }
});

test.each([
  [401, "stop_workspace"],
  [404, "fail"],
  [408, "unknown"],
  [500, "unknown"],
  [504, "unknown"],
])("HTTP %i without an error of Meta's is %s", (status, failureClass) => {
  expect(classifyError(status, undefined).class).toBe(failureClass);
  expect(classifyError(status, { error: "text" }).class).toBe(failureClass);
});
