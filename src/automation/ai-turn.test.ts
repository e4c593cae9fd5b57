import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import type { AskAiEffect } from "./effect.ts";
import type { AiTurnEvent } from "./event.ts";
import { type EngineFixture, engineFixture, MONDAY_10 } from "./scope-fixture.ts";

const registry = await loadRegistry();
const agents = { Helper: { id: "helper", kind: "ai" as const, isDefault: true } };

function engine(documents: ({ name: string } & Record<string, unknown>)[] = []) {
  return engineFixture(registry, documents, { contact: { aiEnabled: true }, workspace: { agents } });
}

function asked(at: EngineFixture): AskAiEffect {
  return at.effects("ask_ai").at(-1) as AskAiEffect;
}

function decide(at: EngineFixture, ask: AskAiEffect, parts: Partial<AiTurnEvent> = {}): void {
  const { turnId, version, chatId, agentId } = ask;
  at.receive({ type: "ai_turn", turnId, version, chatId, agentId, outcome: "answered", text: "Yes", actions: [], ...parts });
}

const said = (at: EngineFixture) => at.effects("send_ai_message").map((effect) => effect.text);
const ended = (at: EngineFixture) => at.effects("finish_ai_turn").map((effect) => effect.reason ?? effect.outcome);

test("an answer to an earlier message is not said; the one to all of them is", () => {
  const at = engine();
  at.write("one");
  const first = asked(at);
  at.write("two");
  const second = asked(at);
  expect(second).toMatchObject({ turnId: first.turnId, version: 2 });
  decide(at, first, { text: "late" });
  decide(at, second);
  decide(at, second, { text: "twice" });
  expect(said(at)).toEqual(["Yes"]);
  expect(ended(at)).toEqual(["newer_message", "answered", "newer_message"]);
});

test.each([
  ["a person took over", (at: EngineFixture) => Object.assign(at.scope.chat ?? {}, { humanSince: MONDAY_10 }), "human_took_over"],
  ["the contact was blocked", (at: EngineFixture) => Object.assign(at.scope.contact, { blocked: true }), "blocked"],
  ["it was switched off", (at: EngineFixture) => Object.assign(at.scope.contact, { aiEnabled: false }), "ai_off"],
  ["the window has closed", (at: EngineFixture) => Object.assign(at.scope.chat ?? {}, { windowExpiresAt: MONDAY_10 - 1 }), "window_closed"],
])("nothing is said or done once %s", (_why, happens, reason) => {
  const at = engine();
  at.write("hello");
  happens(at);
  decide(at, asked(at), { actions: [{ kind: "set_field", field: "SCORE", value: 1 }] });
  expect(said(at)).toEqual([]);
  expect(ended(at)).toEqual([reason]);
  expect(at.scope.contact.fields).toEqual({});
  expect(at.scope.chat?.ai?.turn).toBeNull();
});

test("what it did happens with its answer, typed as the field says", () => {
  const at = engine();
  at.write("hello");
  decide(at, asked(at), {
    actions: [
      { kind: "set_field", field: "SCORE", value: "12" },
      { kind: "set_field", field: "BIRTHDAY", value: "not a date" },
      { kind: "open_ticket", id: "t", reference: "T-1", title: "Help", description: "", priority: "high", category: null },
    ],
  });
  expect(at.scope.contact.fields).toEqual({ SCORE: 12 });
  expect(at.scope.tickets).toMatchObject([{ reference: "T-1", title: "Help", status: "open" }]);
});

test("it says what it is at the beginning of each conversation", () => {
  const at = engine();
  for (const hours of [0, 1, 24]) {
    at.sleep(hours * 3_600_000);
    at.write("hello");
    if (at.scope.chat) at.scope.chat.windowExpiresAt = at.environment.now + 1;
    decide(at, asked(at), { disclosure: "I am an AI." });
  }
  expect(said(at)).toEqual(["I am an AI.\n\nYes", "Yes", "I am an AI.\n\nYes"]);
});

test("handing over leaves a note, the chat unread, and silence", () => {
  const at = engine();
  at.write("a person please");
  decide(at, asked(at), { outcome: "handed_over", text: "One moment", reason: "Wants a person", summary: "Asked once." });
  expect(said(at)).toEqual(["One moment"]);
  expect(at.effects("ai_note")).toMatchObject([{ text: "Wants a person\n\nAsked once.", agentId: "helper" }]);
  expect(at.scope.chat).toMatchObject({ unread: true, humanSince: at.environment.now });
  const before = at.effects("ask_ai").length;
  at.write("hello?");
  expect(at.effects("ask_ai").length).toBe(before);
});

test("an assignment of a run that is no more is none", () => {
  const at = engine([
    {
      name: "Desk",
      triggers: [{ id: "t", type: "customer_message", config: { phrases: ["desk"] }, next: "s" }],
      steps: [{ id: "s", type: "ai_operator", config: { agent: "Helper", wait: true } }],
    },
  ]);
  at.scope.workspace.agents["Helper"] = { id: "helper", kind: "ai", isDefault: false };
  at.write("desk");
  const ask = asked(at);
  expect(ask.assignmentId).not.toBeNull();
  const run = at.scope.runs.at(-1);
  at.receive({ type: "run_control", runId: run?.id ?? "", action: "stop" });
  decide(at, ask);
  expect(said(at)).toEqual([]);
  expect(ended(at)).toEqual(["ai_off"]);
});
