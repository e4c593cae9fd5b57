import { describe, expect, it } from "vitest";
import type { TriggerExplanation } from "../../contract/chats.ts";
import type { Message } from "../../contract/message.ts";
import type { Run } from "../../contract/runs.ts";
import { type Silent, silenceOf } from "./silence.ts";

const trigger = (reason: string, values: Partial<TriggerExplanation> = {}): TriggerExplanation => ({
  automation: { id: "a", name: "A" },
  triggerId: "t1",
  type: "customer_message",
  matched: false,
  started: false,
  reason,
  detail: "",
  phrases: [],
  ...values,
});

const nothing = { resumed: [], started: null, ignored: null };
const silent = (triggers: TriggerExplanation[], values: Partial<Silent> = {}): Silent => ({
  explanation: { messageId: "m", outcome: nothing, triggers },
  run: undefined,
  failed: undefined,
  aiWaitsForPerson: false,
  automationId: undefined,
  ...values,
});

describe("why nothing answered", () => {
  it("is not said before it is known, nor to a reaction", () => {
    expect(silenceOf({ ...silent([]), explanation: { messageId: "m", outcome: null, triggers: [] } })).toBeNull();
    const reaction = { messageId: "m", outcome: { ...nothing, ignored: "reaction" }, triggers: [] };
    expect(silenceOf({ ...silent([]), explanation: reaction })).toBeNull();
  });

  it("is what is nearest to an answer", () => {
    const triggers = [
      trigger("does_not_match", { phrases: ["B"] }),
      trigger("automation_paused", { matched: true }),
      trigger("not_published", { matched: true }),
    ];
    expect(silenceOf(silent(triggers))).toMatchObject({ kind: "obstacle", obstacle: "not_published" });
  });

  it("is of several alike the automation on the screen", () => {
    const here = trigger("not_published", { matched: true, automation: { id: "here", name: "Here" } });
    expect(silenceOf(silent([trigger("not_published", { matched: true }), here], { automationId: "here" }))).toMatchObject({
      trigger: here,
    });
  });

  it("is that none is active, or what the active ones listen to", () => {
    expect(silenceOf(silent([]))).toEqual({ kind: "no_automation" });
    const off = trigger("not_published", { phrases: ["OFF"] });
    expect(silenceOf(silent([off]))).toEqual({ kind: "none_active", trigger: off });
    const on = trigger("does_not_match", { phrases: ["A", "B", "C", "D", "E"] });
    const closed = trigger("within_working_hours");
    expect(silenceOf(silent([off, closed, on]))).toEqual({ kind: "no_match", phrases: ["A", "B", "C", "D"], trigger: on });
    expect(silenceOf(silent([off, closed]))).toEqual({ kind: "no_match", phrases: [], trigger: closed });
  });

  it("is the run that took it, once that rests, or the message that did not leave", () => {
    const started = { ...silent([]), explanation: { messageId: "m", outcome: { ...nothing, started: {} as never }, triggers: [] } };
    expect(silenceOf(started)).toBeNull();
    expect(silenceOf({ ...started, run: { status: "running" } as Run })).toBeNull();
    expect(silenceOf({ ...started, run: { status: "failed" } as Run })).toMatchObject({ kind: "run" });
    expect(silenceOf({ ...started, failed: { id: "f" } as Message })).toMatchObject({ kind: "failed" });
  });

  it("is the person who has the chat, where only the AI would answer", () => {
    expect(silenceOf(silent([trigger("does_not_match")], { aiWaitsForPerson: true }))).toEqual({ kind: "person" });
  });
});
