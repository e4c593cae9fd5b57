/** What a script still lacks, by the place in the form; the words are the texts' `voice.fault.…`. */
import type { VoiceScript } from "../../domain/voice-agent.ts";

export type AgentFault = "required" | "keyTaken" | "keyMissing" | "wordsMissing";

export function agentFaults({ greeting, goodbye, question, machine, incoming }: VoiceScript): Record<string, AgentFault> {
  const faults: Record<string, AgentFault> = {};
  const need = (path: string, text: string) => {
    if (text.trim() === "") faults[path] = "required";
  };
  need("greeting", greeting);
  need("goodbye", goodbye);
  if (machine.action === "leave_message") need("machine", machine.text);
  if (incoming.action === "message") need("incoming", incoming.text);
  if (!question) return faults;
  need("question", question.text);
  const keys = new Set<string>();
  question.choices.forEach(({ label, digit, words }, i) => {
    need(`choices.${i}.label`, label);
    if (digit !== undefined && keys.has(digit)) faults[`choices.${i}.digit`] = "keyTaken";
    if (digit !== undefined) keys.add(digit);
    if (digit === undefined && (question.input === "digits" || (question.input === "both" && words.length === 0)))
      faults[`choices.${i}.digit`] = "keyMissing";
    if (question.input === "speech" && words.length === 0) faults[`choices.${i}.words`] = "wordsMissing";
  });
  return faults;
}
