/**
 * Why the product itself gives a chat to people. Stored as the English sentence, like the reason that a model gives in words of
 * its own, and recognised by it: whoever reads it sees it in the language of the screen.
 */
export const HAND_OVER_REASONS = {
  agent_deleted: "The agent was deleted",
  no_connection: "The agent has no connection to a model",
  answers_of_conversation: "The agent has given {value} answers in this conversation",
  answers_of_day: "The agent has given its {value} answers of today",
  cost_of_day: "The agent has spent what it may spend today",
  model_failed: "The model did not answer ({value})",
  model_silent: "The model answered nothing",
  provider_refused: "The model's provider refused to answer",
  only_tools: "The agent went on calling tools without an answer",
  recited: "The answer repeated the agent's instructions word for word",
} as const;

export type HandOverReason = keyof typeof HAND_OVER_REASONS;

export function handOverReason(reason: HandOverReason, value: string | number = ""): string {
  return HAND_OVER_REASONS[reason].replace("{value}", String(value));
}

/** Null where a model gave the reason in its own words. */
export function readHandOverReason(sentence: string): { reason: HandOverReason; value: string } | null {
  for (const [reason, pattern] of Object.entries(HAND_OVER_REASONS)) {
    const [before = "", after] = pattern.split("{value}");
    if (after === undefined ? sentence !== before : !sentence.startsWith(before) || !sentence.endsWith(after)) continue;
    const value = after === undefined ? "" : sentence.slice(before.length, sentence.length - after.length);
    if (/^\w{0,60}$/.test(value)) return { reason: reason as HandOverReason, value };
  }
  return null;
}
