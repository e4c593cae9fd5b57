/** Why nothing answered the customer's last message, in the order in which the shop can do something about it. */
import type { Explanation, TriggerExplanation } from "../../contract/chats.ts";
import type { Message } from "../../contract/message.ts";
import type { Run } from "../../contract/runs.ts";

/** One start step that would have answered, were it not for something. */
const OBSTACLES = [
  "matches_now",
  "not_published",
  "changes_not_published",
  "automation_paused",
  "automation_not_active",
  "already_running",
  "already_ran_once",
  "cooling_down",
] as const;
type Obstacle = (typeof OBSTACLES)[number];

export type Silence =
  | { kind: "obstacle"; obstacle: Obstacle; trigger: TriggerExplanation }
  /** An answer was made, and not sent. */
  | { kind: "failed"; message: Message }
  /** An automation took the message and says nothing (yet). */
  | { kind: "run"; run: Run }
  /** Only the AI would have answered, and a person has the chat. */
  | { kind: "person" }
  | { kind: "no_automation" }
  | { kind: "none_active"; trigger: TriggerExplanation }
  | { kind: "no_match"; phrases: string[]; trigger: TriggerExplanation };

export interface Silent {
  explanation: Explanation;
  /** The run that took the message, once it is known. */
  run: Run | undefined;
  /** What was made to be sent since, and did not leave. */
  failed: Message | undefined;
  /** The AI would answer, had no person taken the chat over. */
  aiWaitsForPerson: boolean;
  /** The automation on the screen: of several alike, this one is meant. */
  automationId: string | undefined;
}

const MAX_PHRASES = 4;

/** Null while it is not known yet, or where nothing is to be said. */
export function silenceOf({ explanation, run, failed, aiWaitsForPerson, automationId }: Silent): Silence | null {
  const { outcome, triggers } = explanation;
  if (failed) return { kind: "failed", message: failed };
  if (outcome === null || outcome.ignored !== null) return null;
  if (outcome.started || outcome.resumed.length > 0) return run && run.status !== "running" ? { kind: "run", run } : null;
  const here = [...triggers].sort((a, b) => Number(b.automation.id === automationId) - Number(a.automation.id === automationId));
  for (const obstacle of OBSTACLES) {
    const trigger = here.find(({ matched, reason }) => matched && reason === obstacle);
    if (trigger) return { kind: "obstacle", obstacle, trigger };
  }
  if (aiWaitsForPerson) return { kind: "person" };
  const [first] = here;
  if (!first) return { kind: "no_automation" };
  const active = here.filter(({ reason }) => !isOff(reason));
  const [listening = first] = active.filter(({ phrases }) => phrases.length > 0);
  if (active.length === 0) return { kind: "none_active", trigger: first };
  const phrases = [...new Set(active.flatMap((trigger) => trigger.phrases))].slice(0, MAX_PHRASES);
  return { kind: "no_match", phrases, trigger: active.includes(listening) ? listening : (active[0] ?? first) };
}

function isOff(reason: string): boolean {
  return reason === "not_published" || reason === "automation_paused" || reason === "automation_not_active";
}
