/** What every step that calls an outside system shares: ask once, wait only where somebody wants to know, read the answer. */
import { z } from "zod";
import type { Json, JsonObject } from "../domain/json.ts";
import { valueAt } from "../domain/json-path.ts";
import { assign } from "./assign.ts";
import type { EngineEvent, RequestResultEvent } from "./event.ts";
import { writeTarget } from "./reference.ts";
import { exit, type Outcome, type StepContext, type StepError } from "./step.ts";

/**
 * The requests loop gives up within an hour. A path that waits longer waits for an answer that was lost with somebody's
 * hand in the database, and goes on as failed.
 */
const LONGEST_ANSWER_MS = 2 * 3_600_000;

interface Asked {
  connector: string;
  connection?: string | undefined;
  payload: JsonObject;
  /** Besides a connected `failed` exit and `onError: stop`, which always wait. */
  wanted?: boolean;
}

/** Queues the call. Without anybody waiting for its end the path goes on at once. */
export function askOutside(context: StepContext, { connector, connection, payload, wanted = false }: Asked): Outcome {
  const { emit, environment, origin, connected, node } = context;
  const id = environment.newId();
  const awaited = wanted || connected("failed") || node.onError === "stop";
  emit({ kind: "request", id, connector, ...(connection !== undefined && { connection }), payload, awaited, origin });
  if (!awaited) return exit("next", { requestId: id });
  return {
    type: "wait",
    wait: { on: [{ type: "request_result", key: id }], deadline: environment.now + LONGEST_ANSWER_MS, data: { requestId: id } },
  };
}

/** Leaves by `next` or `failed`, after `onAnswer` has looked at what came back. Null for events that are none of its own. */
export function answered(
  context: StepContext,
  waitData: JsonObject | undefined,
  event: EngineEvent | null,
  onAnswer: (answer: RequestResultEvent) => StepError | null = () => null,
): Outcome | null {
  const requestId = String(waitData?.["requestId"]);
  if (event !== null && event.type !== "request_result") return null;
  if (event === null) return { type: "exit", exit: "failed", error: { code: "no_answer" }, result: { requestId } };
  const error = onAnswer(event);
  const result = { requestId, ...(event.status !== undefined && { status: event.status }) };
  if (!event.ok) return { type: "exit", exit: "failed", error: { code: event.code ?? "failed" }, result };
  return { type: "exit", exit: "next", ...(error && { error }), result };
}

/** What a step keeps of the answer: where in it → where to. */
export const savedParts = () =>
  z
    .record(z.string().min(1).max(256), writeTarget())
    .default({})
    .describe("Where in the JSON answer a value lies → the field's CODE, attribute or vars.name that keeps it");

/** Largest value that an answer may put into the run, as JSON: the run is read and written whole at every step. */
const MAX_SAVED = 16_384;

/** Puts parts of an answer where the document says. What the answer lacks leaves the old value and is reported. */
export function saveAnswer(context: StepContext, save: Record<string, string>, body: Json): StepError | null {
  let first: StepError | null = null;
  for (const [path, target] of Object.entries(save)) {
    const value = valueAt(body, path);
    const error =
      value === undefined
        ? { code: "missing_value", detail: path }
        : JSON.stringify(value).length > MAX_SAVED
          ? { code: "value_too_large", detail: path }
          : assign(context, target, value);
    first ??= error;
  }
  return first;
}
