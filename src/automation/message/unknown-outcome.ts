/** Paths that wait for a message of which nobody knows whether it was accepted. */
import type { Json } from "../../domain/json.ts";
import type { Wait } from "../state.ts";
import type { Outcome } from "../step.ts";

/**
 * So long a path waits for a status that settles an unknown outcome. Statuses come within seconds; Meta repeats for days what it
 * could not deliver, but a conversation that goes on after that would only surprise.
 */
const UNKNOWN_PATIENCE_MS = 48 * 3_600_000;

/** The same wait, now with an end. */
export function waitForStatus(wait: Wait, now: number): Outcome {
  return { type: "wait", wait: { ...wait, deadline: Math.min(wait.deadline ?? Number.POSITIVE_INFINITY, now + UNKNOWN_PATIENCE_MS) } };
}

/** No status came: as likely as not the message arrived, so the path goes on and shows what it does not know. */
export function neverSettled(result: Json): Outcome {
  return { type: "exit", exit: "next", error: { code: "unknown" }, result };
}
