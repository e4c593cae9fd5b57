import { describe, expect, test } from "vitest";
import { choiceOf, greet, greetCaller, greetMachine, reply } from "./call-dialogue.ts";
import { outcomeOf } from "./call-outcome.ts";
import { defaultVoiceScript } from "./default-voice-script.ts";
import { isQuiet } from "./quiet-hours.ts";
import { renderScript, spokenTexts, voiceAgentSchema } from "./voice-agent.ts";

const urls = { answer: (attempt: number) => `answer/${attempt}`, message: () => "message" };
const script = defaultVoiceScript("en");

describe("a call's dialogue", () => {
  test("greets with the first sentence and the question", () => {
    expect(greet(script, urls)).toMatchObject({
      say: [script.greeting, script.question?.text],
      listen: { url: "answer/1", input: "both" },
    });
  });

  test("without a question goes on to the open one, and without that says goodbye", () => {
    expect(greet({ ...script, question: null }, urls).listen?.url).toBe("message");
    expect(greet({ ...script, question: null, message: "" }, urls)).toEqual({
      language: "en-US",
      say: [script.greeting, script.goodbye],
    });
  });

  test("understands keys and words, also in a sentence", () => {
    expect(choiceOf(script, { digits: "3" })?.outcome).toBe("call_back");
    expect(choiceOf(script, { speech: "Yes, please." })?.outcome).toBe("success");
    expect(choiceOf(script, { speech: "Yesterday" })).toBeNull();
    expect(choiceOf(script, { digits: "9", speech: "yes" })).toBeNull();
    expect(choiceOf(script, {})).toBeNull();
  });

  test("asks again as often as it may, then says goodbye", () => {
    expect(reply(script, {}, 1, urls)).toMatchObject({ choice: null, page: { listen: { url: "answer/2" } } });
    expect(reply(script, { digits: "9" }, 2, urls)).toMatchObject({ choice: null, page: { say: [script.goodbye] } });
    expect(reply(script, {}, 99, urls).page.listen).toBeUndefined();
  });

  test("leaves machines alone unless told otherwise", () => {
    expect(greetMachine(script).say).toEqual([]);
    expect(greetMachine({ ...script, machine: { action: "leave_message", text: "Hello" } }).say).toEqual(["Hello"]);
  });

  test("answers callers as told", () => {
    const hear = (action: "none" | "message" | "script") => greetCaller({ ...script, incoming: { action, text: "Hi" } }, urls);
    expect(hear("none")).toBeNull();
    expect(hear("message")).toMatchObject({ say: ["Hi"] });
    expect(hear("script")?.listen?.url).toBe("answer/1");
  });
});

describe("a script", () => {
  test("of a new agent is a whole one in either language", () => {
    for (const language of ["en", "it_IT", "de"]) expect(voiceAgentSchema.safeParse(defaultVoiceScript(language)).success).toBe(true);
    expect(defaultVoiceScript("it").language).toBe("it-IT");
  });

  test("is rendered everywhere it is spoken", () => {
    const rendered = renderScript(script, (text) => text.replaceAll("{{ workspace.name }}", "Bottega"));
    expect(spokenTexts(rendered).some(({ text }) => text.includes("{{"))).toBe(false);
    expect(spokenTexts(script).map(({ path }) => path)).toContain("machine.text");
  });

  test.each([
    ["a key twice", (s: typeof script) => s.question?.choices.forEach((choice) => (choice.digit = "1")), "question.choices.1.digit"],
    [
      "no key where keys answer",
      (s: typeof script) => void (s.question && (s.question.input = "digits"), delete s.question?.choices[0]?.digit),
      "question.choices.0.digit",
    ],
    [
      "no words where words answer",
      (s: typeof script) => s.question && ((s.question.input = "speech"), (s.question.choices[0] as { words: string[] }).words.splice(0)),
      "question.choices.0.words",
    ],
    ["a machine's message without words", (s: typeof script) => (s.machine = { action: "leave_message", text: "" }), "machine.text"],
    ["a caller's message without words", (s: typeof script) => (s.incoming = { action: "message", text: "" }), "incoming.text"],
  ])("is refused with %s", (_, spoil, path) => {
    const spoilt = structuredClone(script);
    spoil(spoilt);
    const issues = voiceAgentSchema.safeParse(spoilt).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join("."))).toContain(path);
  });
});

describe("the end of a call", () => {
  const call = { direction: "outbound" as const, answer: null, answeredBy: null, successAfter: null };
  const completed = { providerId: "CA1", state: "completed" as const, duration: 42 };
  test.each([
    ["an answer counts", { ...call, answer: "call_back" as const }, completed, { outcome: "call_back", reason: null }],
    [
      "a machine is nobody",
      { ...call, answer: "success" as const, answeredBy: "machine" as const },
      completed,
      { outcome: "no_answer", reason: "machine" },
    ],
    ["no answer is neutral", call, completed, { outcome: "neutral", reason: null }],
    ["unless it lasted", { ...call, successAfter: 40 }, completed, { outcome: "success", reason: null }],
    ["or not long enough", { ...call, successAfter: 43 }, completed, { outcome: "neutral", reason: null }],
    ["busy", call, { providerId: "CA1", state: "busy" as const }, { outcome: "no_answer", reason: "busy" }],
    ["failed", call, { providerId: "CA1", state: "failed" as const, code: "sip_404" }, { outcome: "failed", reason: "sip_404" }],
  ])("%s", (_, ended, news, expected) => {
    expect(outcomeOf(ended, news)).toEqual(expected);
  });
});

describe("quiet hours", () => {
  /** Monday, 2 March 2026, 10:00 in Rome. */
  const TEN = 1_772_442_000_000;
  const HOUR = 3_600_000;
  const quietHours = { from: "21:00", to: "08:00" };
  const workingHours = { mon: ["09:00-13:00"] };
  test("are the contact's own", () => {
    const rules = { quietHours, timeZone: "Europe/Rome" };
    expect(isQuiet(rules, TEN, "Europe/Rome")).toBe(false);
    expect(isQuiet(rules, TEN + 11 * HOUR, "Europe/Rome")).toBe(true);
    expect(isQuiet(rules, TEN, "America/New_York")).toBe(true);
    expect(isQuiet(rules, TEN + 11 * HOUR, "America/New_York")).toBe(false);
  });

  test("are the time outside of working hours where none are set, and never without those", () => {
    expect(isQuiet({ workingHours, timeZone: "Europe/Rome" }, TEN + 4 * HOUR, "Europe/Rome")).toBe(true);
    expect(isQuiet({ workingHours, quietHours, timeZone: "Europe/Rome" }, TEN + 4 * HOUR, "Europe/Rome")).toBe(false);
    expect(isQuiet({ timeZone: "Europe/Rome" }, TEN + 14 * HOUR, "Europe/Rome")).toBe(false);
  });
});
