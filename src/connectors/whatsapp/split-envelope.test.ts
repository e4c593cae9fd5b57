import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../domain/json.ts";
import { parseChannelEvent } from "./parse-channel-event.ts";
import { parseContactChange } from "./parse-contact-change.ts";
import { parseMessage } from "./parse-message.ts";
import { parseStatus } from "./parse-status.ts";
import { splitEnvelope } from "./split-envelope.ts";

const envelope = JSON.parse(readFileSync(new URL("fixtures/envelope.json", import.meta.url), "utf8")) as Json;
const RECEIVED = 1_790_000_100_000;
const phoneNumberId = "106540352242922";

test("a batch becomes its updates, in their order", () => {
  const items = splitEnvelope(envelope, RECEIVED);
  expect(items).toMatchObject([
    { kind: "message", phoneNumberId, contactKey: "393331234567", providerMessageId: "wamid.1", occurredAt: 1_790_000_000_000 },
    { kind: "message", phoneNumberId, contactKey: "IT.2", providerMessageId: "wamid.2" },
    { kind: "contact_change", phoneNumberId, contactKey: "393331234567" },
    { kind: "unknown", field: "messages", body: { message: { id: "wamid.4" } } },
    { kind: "status", phoneNumberId, contactKey: "393331234567", providerMessageId: "wamid.O", dedupeKey: "status:wamid.O:delivered:" },
    { kind: "unknown", field: "messages", body: { status: { status: "teleported" } } },
    { kind: "contact_change", contactKey: "393331234567", occurredAt: 1_790_000_005_000 },
    { kind: "channel", field: "message_template_status_update", occurredAt: 1_790_000_006_000 },
    { kind: "unknown", field: "history", phoneNumberId },
    { kind: "unknown", field: "weather" },
  ]);
  expect(items.every((item) => item.wabaId === "102290129340398")).toBe(true);
});

test("each message carries the profile of its own sender", () => {
  const [ada, bob] = splitEnvelope(envelope, RECEIVED).map((item) => item.body);
  expect(parseMessage(ada ?? {}, 0).from).toEqual({ waId: "393331234567", userId: "IT.1", profileName: "Ada" });
  expect(parseMessage(bob ?? {}, 0).from).toEqual({ userId: "IT.2", username: "bob", profileName: "Bob" });
});

test("a retry of the same POST has the same keys, whenever it arrives", () => {
  const keys = splitEnvelope(envelope, RECEIVED).map((item) => item.dedupeKey);
  const again = splitEnvelope(structuredClone(envelope), RECEIVED + 60_000).map((item) => item.dedupeKey);
  expect(again).toEqual(keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test("a thousand updates in one POST are a thousand items", () => {
  const messages = Array.from({ length: 1000 }, (_, index) => ({
    from: "39333",
    id: `wamid.${index}`,
    timestamp: "1790000000",
    type: "text",
    text: { body: "x" },
  }));
  const value = { metadata: { phone_number_id: "1" }, contacts: [{ wa_id: "39333" }], messages };
  expect(splitEnvelope({ entry: [{ id: "1", changes: [{ field: "messages", value }] }] }, RECEIVED)).toHaveLength(1000);
});

test("an absurd timestamp gives way to the time of receipt", () => {
  for (const timestamp of ["99999999999999", "-5", "soon", null, 0]) {
    const value = { metadata: { phone_number_id: "1" }, messages: [{ from: "39333", id: "a", timestamp, type: "text" }] };
    expect(splitEnvelope({ entry: [{ changes: [{ field: "messages", value }] }] }, RECEIVED)).toMatchObject([
      { kind: "message", occurredAt: RECEIVED },
    ]);
  }
});

describe("nothing throws and nothing is lost", () => {
  test.each<[string, Json]>([
    ["null", null],
    ["a text", "hello"],
    ["an array", []],
    ["an empty object", {}],
    ["entries that are none", { entry: "x" }],
    ["an entry that is none", { entry: [7] }],
    ["changes that are none", { entry: [{ id: "1", changes: { field: "messages" } }] }],
    ["a change that is none", { entry: [{ id: "1", changes: [null] }] }],
    ["a change without a value", { entry: [{ changes: [{ field: "messages" }] }] }],
    [
      "only errors",
      { entry: [{ changes: [{ field: "messages", value: { metadata: { phone_number_id: "1" }, errors: [{ code: 130429 }] } }] }] },
    ],
    ["a message without metadata", { entry: [{ changes: [{ field: "messages", value: { messages: [{ from: "1", id: "a" }] } }] }] }],
    [
      "null among the messages",
      { entry: [{ changes: [{ field: "messages", value: { metadata: { phone_number_id: "1" }, messages: [null] } }] }] },
    ],
  ])("%s becomes one unknown item", (_name, body) => {
    expect(splitEnvelope(body, RECEIVED)).toMatchObject([{ kind: "unknown", occurredAt: RECEIVED }]);
  });

  /** Any JSON at any place where the sample has some. */
  function mutate(value: Json, path: number[], replacement: Json): Json {
    const [head, ...rest] = path;
    if (head === undefined || typeof value !== "object" || value === null) return replacement;
    if (Array.isArray(value))
      return value.map((inner, index) => (index === head % value.length ? mutate(inner, rest, replacement) : inner));
    const keys = Object.keys(value);
    const chosen = keys[head % keys.length];
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === chosen ? mutate(inner, rest, replacement) : inner]),
    );
  }

  test("whatever stands where something else is expected", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 14 }), fc.jsonValue(), (path, replacement) => {
        for (const item of splitEnvelope(mutate(envelope, path, replacement as Json), RECEIVED)) {
          expect(Number.isFinite(item.occurredAt)).toBe(true);
          if (item.kind === "message") expect(parseMessage(item.body, item.occurredAt).content.type).toBeTypeOf("string");
          else if (item.kind === "status") expect(parseStatus(item.body, item.occurredAt)).toBeDefined();
          else if (item.kind === "contact_change") parseContactChange(item.body);
          else if (item.kind === "channel") expect(parseChannelEvent(item.field, item.body).kind).toBeTypeOf("string");
        }
      }),
      { numRuns: 2000 },
    );
  });
});
