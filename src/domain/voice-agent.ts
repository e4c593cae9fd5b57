/** What a voice agent says and asks on the telephone, and what the answers stand for. */
import { z } from "zod";

/** How a call of an agent can end for an answer of the customer. */
export const ANSWER_OUTCOMES = ["success", "neutral", "call_back"] as const;
export type AnswerOutcome = (typeof ANSWER_OUTCOMES)[number];

/** How any call can end. */
export const CALL_OUTCOMES = [...ANSWER_OUTCOMES, "no_answer", "failed"] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** Read aloud, a thousand characters take more than a minute: nobody listens longer. With all texts a page stays within Twilio's 4,000. */
const spoken = z.string().trim().max(1000);
const sentence = spoken.min(1);

const choiceSchema = z.strictObject({
  label: z.string().trim().min(1).max(80).describe("What it means, for the people who read the history"),
  digit: z
    .string()
    .regex(/^[0-9*]$/, "one key of the telephone: 0–9 or *")
    .optional()
    .describe("Key of the telephone"),
  words: z.array(z.string().trim().min(1).max(60)).max(20).default([]).describe("Words that say the same"),
  outcome: z.enum(ANSWER_OUTCOMES).describe("What the call has come to"),
  reply: spoken.default("").describe("What is said in return"),
});
export type VoiceChoice = z.output<typeof choiceSchema>;

const questionSchema = z.strictObject({
  text: sentence.describe("The question, with the keys to press"),
  input: z.enum(["digits", "speech", "both"]).default("digits").describe("How it may be answered"),
  choices: z.array(choiceSchema).min(1).max(11),
  attempts: z.int().min(1).max(5).default(2).describe("How often it is asked when no answer comes"),
  timeout: z.int().min(2).max(30).default(6).describe("Seconds of silence that count as no answer"),
});

export const voiceAgentSchema = z
  .strictObject({
    language: z
      .string()
      .regex(/^[a-z]{2,3}-[A-Z]{2}$/, "language and country, like it-IT")
      .default("en-US")
      .describe("In which it speaks and listens"),
    voice: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,80}$/, "the provider's name of a voice, like Polly.Bianca")
      .optional()
      .describe("The provider's name of a voice; its own choice when empty"),
    greeting: sentence.describe("First sentence"),
    question: questionSchema.nullable().default(null),
    message: spoken.default("").describe("An open question at the end; what the customer says becomes the summary"),
    goodbye: sentence.describe("Last sentence"),
    machine: z
      .strictObject({ action: z.enum(["hang_up", "leave_message"]).default("hang_up"), text: spoken.default("") })
      .default({ action: "hang_up", text: "" })
      .describe("What happens when an answering machine takes the call"),
    /** Without an answer that decides: a call that lasted as long is one. */
    successAfter: z.int().min(1).max(3600).nullable().default(null).describe("Seconds after which a call without an answer is a success"),
    ringFor: z.int().min(5).max(120).default(30).describe("Seconds it rings before nobody answers"),
    maxDuration: z.int().min(30).max(3600).default(300).describe("Longest call, in seconds"),
    incoming: z
      .strictObject({ action: z.enum(["none", "message", "script"]).default("none"), text: spoken.default("") })
      .default({ action: "none", text: "" })
      .describe("What callers of the number hear: nothing of this agent, a message, or the whole script"),
  })
  .superRefine(({ question, machine, incoming }, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    if (machine.action === "leave_message" && machine.text === "") issue(["machine", "text"], "write what is left on the machine");
    if (incoming.action === "message" && incoming.text === "") issue(["incoming", "text"], "write what callers hear");
    if (!question) return;
    const digits = new Set<string>();
    question.choices.forEach((choice, i) => {
      const { digit, words } = choice;
      if (digit !== undefined && digits.has(digit)) issue(["question", "choices", i, "digit"], `key ${digit} is taken by another answer`);
      if (digit !== undefined) digits.add(digit);
      if (question.input !== "speech" && question.input !== "both" && digit === undefined)
        issue(["question", "choices", i, "digit"], "give a key, or let the question be answered by speech");
      if (question.input === "speech" && words.length === 0) issue(["question", "choices", i, "words"], "give the words that mean it");
      if (question.input === "both" && digit === undefined && words.length === 0)
        issue(["question", "choices", i, "digit"], "give a key or words");
    });
  });
export type VoiceScript = z.output<typeof voiceAgentSchema>;

/** The script with every spoken text changed by `render`: its variables filled in for one contact. */
export function renderScript(script: VoiceScript, render: (text: string) => string): VoiceScript {
  const { question, machine, incoming } = script;
  return {
    ...script,
    greeting: render(script.greeting),
    message: render(script.message),
    goodbye: render(script.goodbye),
    machine: { ...machine, text: render(machine.text) },
    incoming: { ...incoming, text: render(incoming.text) },
    question: question && {
      ...question,
      text: render(question.text),
      choices: question.choices.map((choice) => ({ ...choice, reply: render(choice.reply) })),
    },
  };
}

/** Every text that may hold variables, with where it stands. */
export function spokenTexts({ greeting, question, message, goodbye, machine, incoming }: VoiceScript): { path: string; text: string }[] {
  return [
    { path: "greeting", text: greeting },
    ...(question ? [{ path: "question.text", text: question.text }] : []),
    ...(question?.choices.map(({ reply }, i) => ({ path: `question.choices.${i}.reply`, text: reply })) ?? []),
    { path: "message", text: message },
    { path: "goodbye", text: goodbye },
    { path: "machine.text", text: machine.text },
    { path: "incoming.text", text: incoming.text },
  ].filter(({ text }) => text !== "");
}
