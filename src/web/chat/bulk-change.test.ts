import { describe, expect, it } from "vitest";
import type { ChatSummary } from "../../contract/chats.ts";
import { reverse } from "./bulk-change.ts";

const chat = (id: string, { unreadCount = 0, owner = "bot", operators = [] as string[] } = {}) =>
  ({ id, unreadCount, owner, contact: { operators } }) as unknown as ChatSummary;
const steps = (chats: ChatSummary[], action: Parameters<typeof reverse>[1]["action"]) =>
  reverse(chats, { action }).map(({ chats: those, change }) => [those.map(({ id }) => id), change]);

describe("reverse", () => {
  it("marks only those as unread again that were", () => {
    expect(steps([chat("a", { unreadCount: 3 }), chat("b")], "read")).toEqual([[["a"], { action: "unread" }]]);
    expect(steps([chat("a", { unreadCount: 3 }), chat("b")], "unread")).toEqual([[["b"], { action: "read" }]]);
  });

  it("gives back only what was not a person's before", () => {
    const chats = [chat("a", { owner: "human" }), chat("b", { owner: "ai" })];
    expect(steps(chats, "take_over")).toEqual([[["b"], { action: "give_back" }]]);
    expect(steps(chats, "give_back")).toEqual([[["a"], { action: "take_over" }]]);
  });

  it("gives everybody their own operators back", () => {
    const chats = [chat("a", { operators: ["x@example.com"] }), chat("b"), chat("c", { operators: ["x@example.com"] })];
    expect(steps(chats, "assign")).toEqual([
      [["a", "c"], { action: "assign", operators: ["x@example.com"] }],
      [["b"], { action: "unassign" }],
    ]);
  });

  it("has nothing to do where nothing changed", () => {
    expect(steps([chat("a")], "read")).toEqual([]);
  });
});
