/** A call, turn by turn: from what the customer did to what they hear next. */
import { matchPhrase } from "./phrase.ts";
import type { CallPage, Heard } from "./telephony.ts";
import type { VoiceChoice, VoiceScript } from "./voice-agent.ts";

/** Where answers go: the question's `attempt`, or the open question. */
export interface DialogueUrls {
  answer(attempt: number): string;
  message(): string;
}

/** Seconds of silence that end what somebody says of their own accord. */
const MESSAGE_TIMEOUT = 8;

function page({ language, voice }: VoiceScript, say: string[], rest: Partial<CallPage> = {}): CallPage {
  return { language, voice, say: say.filter((text) => text !== ""), ...rest };
}

function ask(script: VoiceScript, before: string[], attempt: number, urls: DialogueUrls): CallPage {
  const { question } = script;
  if (!question) return askMessage(script, before, urls);
  const { text, input, choices, timeout } = question;
  return page(script, [...before, text], {
    listen: { url: urls.answer(attempt), input, timeout, digits: 1, hints: choices.flatMap(({ words }) => words) },
  });
}

function askMessage(script: VoiceScript, before: string[], urls: DialogueUrls): CallPage {
  if (script.message === "") return page(script, [...before, script.goodbye]);
  return page(script, [...before, script.message], { listen: { url: urls.message(), input: "speech", timeout: MESSAGE_TIMEOUT } });
}

/** Somebody took the call. */
export function greet(script: VoiceScript, urls: DialogueUrls): CallPage {
  return ask(script, [script.greeting], 1, urls);
}

/** A machine took the call. */
export function greetMachine(script: VoiceScript): CallPage {
  return page(script, script.machine.action === "leave_message" ? [script.machine.text] : []);
}

/** Somebody calls us. Null: nobody answers. */
export function greetCaller(script: VoiceScript, urls: DialogueUrls): CallPage | null {
  if (script.incoming.action === "none") return null;
  return script.incoming.action === "message" ? page(script, [script.incoming.text]) : greet(script, urls);
}

export function choiceOf({ question }: VoiceScript, { digits, speech }: Heard): VoiceChoice | null {
  const choices = question?.choices ?? [];
  if (digits !== undefined && digits !== "") return choices.find(({ digit }) => digit === digits) ?? null;
  if (speech === undefined) return null;
  // Recognised speech ends in a full stop and has capitals; "Yes, please." is a yes.
  return choices.find(({ words }) => words.some((word) => matchPhrase("word", word, speech))) ?? null;
}

/** After the question: what follows a choice, or the question once more. */
export function reply(
  script: VoiceScript,
  heard: Heard,
  attempt: number,
  urls: DialogueUrls,
): { choice: VoiceChoice | null; page: CallPage } {
  const choice = choiceOf(script, heard);
  if (choice) return { choice, page: askMessage(script, [choice.reply], urls) };
  const again = script.question !== null && attempt < script.question.attempts;
  return { choice: null, page: again ? ask(script, [], attempt + 1, urls) : page(script, [script.goodbye]) };
}

export function sayGoodbye(script: VoiceScript): CallPage {
  return page(script, [script.goodbye]);
}
