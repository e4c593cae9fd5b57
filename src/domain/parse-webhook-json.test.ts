import { expect, test } from "vitest";
import { parseWebhookJson } from "./parse-webhook-json.ts";

test("integers beyond 2^53 keep their digits", () => {
  expect(parseWebhookJson('{"id":9007199254740993,"list":[ 12345678901234567890, -9007199254740993],"small":12}')).toEqual({
    id: "9007199254740993",
    list: ["12345678901234567890", "-9007199254740993"],
    small: 12,
  });
});

test("long integers that fit stay numbers, as do decimals", () => {
  expect(parseWebhookJson('{"a":9007199254740991,"b":37.442214965820001234}')).toEqual({ a: 9007199254740991, b: 37.44221496582 });
});

test("texts lose what the database refuses: NUL and half characters", () => {
  expect(parseWebhookJson(String.raw`{"t":"a\u0000b","half":"x\ud83d","other":"\ude00y","ok":"\ud83d\ude00","k\u0000ey":1}`)).toEqual({
    t: "ab",
    half: "x\ufffd",
    other: "\ufffdy",
    ok: "😀",
    key: 1,
  });
});

test("an escaped backslash before an escape hides no half character", () => {
  expect(parseWebhookJson(String.raw`{"t":"\\ud83d\ude00"}`)).toEqual({ t: "\\ud83d\ufffd" });
});

test("a key named __proto__ is data", () => {
  const parsed = parseWebhookJson('{"__proto__":{"x":1},"id":9007199254740993}') as object;
  expect(Object.keys(parsed)).toEqual(["__proto__", "id"]);
});

test("what is not JSON is refused", () => {
  expect(() => parseWebhookJson("{")).toThrow(SyntaxError);
});
