import { z } from "zod";
import { matchNormalized, normalizePhrase, PHRASE_MATCHES } from "../../domain/phrase.ts";
import { phraseOf } from "../dispatch.ts";
import { reference } from "../reference.ts";
import { defineTrigger } from "../trigger.ts";
import { channelMatches } from "../trigger-channel.ts";

const config = z
  .strictObject({
    phrases: z.array(z.string().trim().min(1).max(1000)).max(200).default([]).describe("Texts of which one must match"),
    match: z
      .enum(PHRASE_MATCHES)
      .default("exact")
      .describe("exact: the whole message; contains, starts_with, word: a part of it; any: every text"),
    channels: z.array(reference("channel")).max(50).default([]).describe("Only messages to these numbers, by name; all when empty"),
  })
  .refine((value) => value.match === "any" || value.phrases.length > 0, { error: "give at least one phrase", path: ["phrases"] });

/** First elements of the rank: a button's own trigger is 2, an exact phrase 1, everything else 0 and then by length. */
const EXACT = 1;

export const trigger = defineTrigger({
  type: "customer_message",
  title: "Customer writes",
  summary:
    "Starts when the customer writes a phrase, presses a quick-reply button or picks a list row with that text. Capitals and extra spaces do not count; accents, punctuation and emoji do. One exact phrase starts one active automation; otherwise the longest match wins, then the oldest automation.",
  config,
  on: "message",
  phase: "choice",
  reentry: "restart",
  exactPhrases: ({ match, phrases }) => (match === "exact" ? phrases : undefined),
  claimedPhrases: ({ match, phrases }) => (match === "exact" ? phrases : []),
  opensWindow: () => true,
  match({ match, phrases, channels }, event, { scope }) {
    if (event.type !== "message" || !channelMatches(channels, event, scope.workspace)) return null;
    const text = phraseOf(event);
    if (match === "any") return text === "" ? null : { rank: [0, 0] };
    const lengths = phrases
      .map(normalizePhrase)
      .filter((phrase) => matchNormalized(match, phrase, text))
      .map((phrase) => phrase.length);
    if (lengths.length === 0) return null;
    return { rank: match === "exact" ? [EXACT] : [0, Math.max(...lengths)] };
  },
  examples: [
    { title: "A keyword", config: { phrases: ["START", "Begin"] } },
    { title: "Anything about prices", config: { phrases: ["price", "how much"], match: "contains" } },
    { title: "Every text that nothing else answers", config: { match: "any" } },
  ],
});
