import { expect, test } from "vitest";
import { defaultVoiceScript } from "../../domain/default-voice-script.ts";
import { voiceAgentSchema } from "../../domain/voice-agent.ts";
import { agentFaults } from "./agent-faults.ts";

type Script = ReturnType<typeof defaultVoiceScript>;
type Question = NonNullable<Script["question"]>;

const spoilt = (spoil: (script: Script, question: Question) => void): Script => {
  const script = structuredClone(defaultVoiceScript("en"));
  spoil(script, script.question as Question);
  return script;
};

test("a new agent lacks nothing", () => {
  expect(agentFaults(defaultVoiceScript("it"))).toEqual({});
});

test.each([
  ["greeting", (s: Script) => (s.greeting = " ")],
  ["goodbye", (s: Script) => (s.goodbye = "")],
  ["question", (_: Script, q: Question) => (q.text = "")],
  ["choices.0.label", (_: Script, q: Question) => ((q.choices[0] as { label: string }).label = "")],
  ["choices.1.digit", (_: Script, q: Question) => ((q.choices[1] as { digit?: string }).digit = "1")],
  ["choices.0.words", (_: Script, q: Question) => ((q.input = "speech"), (q.choices[0] as { words: string[] }).words.splice(0))],
  ["machine", (s: Script) => (s.machine = { action: "leave_message", text: "" })],
  ["incoming", (s: Script) => (s.incoming = { action: "message", text: "" })],
])("%s is missed where the server would miss it", (path, spoil) => {
  const script = spoilt(spoil);
  expect(Object.keys(agentFaults(script))).toEqual([path]);
  expect(voiceAgentSchema.safeParse(script).success).toBe(false);
});
