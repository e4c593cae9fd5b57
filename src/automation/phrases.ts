/** Exact phrases, of which each may start one active automation of a workspace. */
import { normalizePhrase } from "../domain/phrase.ts";
import type { Definition } from "./definition.ts";
import { type Problem, problem } from "./problems.ts";
import type { Registry } from "./trigger.ts";

export interface ClaimedPhrase {
  triggerId: string;
  /** In the form in which phrases are compared and stored. */
  phrase: string;
}

/** Each phrase of each trigger once. */
export function claimedPhrases(registry: Registry, definition: Definition): ClaimedPhrase[] {
  return definition.triggers.flatMap((trigger) => {
    const phrases = registry.triggers[trigger.type]?.claimedPhrases?.(trigger.config) ?? [];
    return [...new Set(phrases.map(normalizePhrase))].map((phrase) => ({ triggerId: trigger.id, phrase }));
  });
}

/** `taken` maps normalised phrases of other active automations to the automation's name. */
export function phraseProblems(registry: Registry, definition: Definition, taken: ReadonlyMap<string, string>): Problem[] {
  const seen = new Map<string, string>();
  return claimedPhrases(registry, definition).flatMap(({ triggerId, phrase }) => {
    const path = ["triggers", definition.triggers.findIndex(({ id }) => id === triggerId), "config", "phrases"];
    const other = taken.get(phrase);
    const twice = seen.has(phrase);
    seen.set(phrase, triggerId);
    if (twice) {
      return [
        {
          ...problem(
            "phrase_taken",
            path,
            `The phrase "${phrase}" is in two start steps of this automation.`,
            "Remove it from one of them.",
          ),
          nodeId: triggerId,
        },
      ];
    }
    if (other === undefined) return [];
    const found = problem(
      "phrase_taken",
      path,
      `The phrase "${phrase}" starts the active automation "${other}" already.`,
      `Choose another phrase, or deactivate "${other}".`,
    );
    return [{ ...found, severity: "activation" as const, nodeId: triggerId }];
  });
}
