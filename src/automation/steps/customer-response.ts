import { z } from "zod";
import { addDuration, durationMs, durationSchema } from "../../domain/duration.ts";
import { matchPhrase, PHRASE_MATCHES } from "../../domain/phrase.ts";
import { assignReply } from "../assign.ts";
import { id } from "../definition.ts";
import { writeTarget } from "../reference.ts";
import { replyOf } from "../reply.ts";
import { defineStep, exit, exitWithError } from "../step.ts";
import { uniqueIds } from "../unique-ids.ts";

const replyCase = z
  .strictObject({
    id: id.describe("Name of this case's exit"),
    match: z.enum(PHRASE_MATCHES).default("exact").describe("How the reply is compared with the phrases; any matches every text"),
    phrases: z.array(z.string().trim().min(1).max(1000)).max(100).default([]).describe("Texts of which one must match"),
  })
  .refine((value) => value.match === "any" || value.phrases.length > 0, { error: "give at least one phrase", path: ["phrases"] });

const config = z.strictObject({
  timeout: durationSchema.nullable().default(null).describe("How long to wait; null waits for ever"),
  saveTo: writeTarget().optional().describe("Where the reply is kept: a field's CODE, an attribute or vars.name"),
  cases: z
    .array(replyCase)
    .max(50)
    .default([])
    .refine(...uniqueIds(["replied", "timeout"]))
    .describe("Tried in order; the first that matches takes its own exit"),
  attempts: z.int().min(1).max(20).default(1).describe("With cases: how many replies may match none before the replied exit is taken"),
});

export const step = defineStep({
  type: "customer_response",
  group: "wait",
  title: "Wait for a reply",
  summary:
    "Waits for the customer to write. The first reply wins: a case that matches takes its exit, any other takes the replied exit, silence the timeout exit. With attempts above 1, replies that match no case are let pass until that many have come.",
  config,
  exits: ({ cases }) => [
    ...cases.map(({ id, phrases, match }) => ({ name: id, label: match === "any" ? "any text" : phrases.join(", ") })),
    { name: "replied" },
    { name: "timeout" },
  ],
  // A timeout of no length would let a circle turn for ever in no time.
  waits: ({ timeout }, name) => name !== "timeout" || timeout === null || durationMs(timeout) > 0,
  longestWait: ({ timeout }) => (timeout === null ? Number.POSITIVE_INFINITY : durationMs(timeout)),
  reopensWindow: (_config, name) => name !== "timeout",
  enter(config, { environment, timeZone }) {
    const deadline = config.timeout === null ? null : addDuration(environment.now, config.timeout, timeZone);
    return { type: "wait", wait: { on: [{ type: "message" }], deadline, data: { misses: 0 } } };
  },
  resume(config, context, wait, event) {
    if (event === null) return exit("timeout");
    if (event.type !== "message") return null;
    const reply = replyOf(event);
    context.run.reply = reply;
    const words = event.content.type === "text" || event.content.type === "button_reply" ? reply.text : "";
    const matched = config.cases.find(({ match, phrases }) =>
      match === "any" ? words !== "" : phrases.some((phrase) => matchPhrase(match, phrase, words)),
    );
    const misses = Number(wait.data?.["misses"] ?? 0) + 1;
    if (!matched && config.cases.length > 0 && misses < config.attempts) return { type: "wait", wait: { ...wait, data: { misses } } };
    const error = config.saveTo === undefined ? null : assignReply(context, config.saveTo, reply);
    const name = matched?.id ?? "replied";
    return error ? exitWithError(name, error.code, error.detail) : exit(name, { reply: reply.text, messageId: event.messageId });
  },
  examples: [
    { title: "A day to answer", config: { timeout: { hours: 24 } } },
    {
      title: "A menu by numbers, kept in a field",
      config: {
        timeout: { hours: 1 },
        saveTo: "vars.choice",
        cases: [
          { id: "hours", phrases: ["1", "hours"] },
          { id: "prices", match: "contains", phrases: ["2", "price"] },
        ],
        attempts: 2,
      },
    },
  ],
});
