/** The way that runs took, for lighting up the canvas. */
import type { Json } from "../../../domain/json.ts";
import type { Trail } from "../builder-context.ts";
import { edgeId } from "../canvas/graph.ts";
import type { Draft } from "../document/draft.ts";

export interface TrailStep {
  stepId: string;
  exit: string | null;
  error: string | null;
  leftAt: string | null;
  /** What the step says it did. */
  result?: Json;
}

export interface TrailRun {
  steps: readonly TrailStep[];
  at: readonly string[];
  triggerId?: string | null;
}

export function trailOf(draft: Draft, runs: readonly TrailRun[], t: Translate = asItIs): Trail {
  const visited = new Set<string>();
  const taken = new Set<string>();
  const current = new Set<string>();
  const failed = new Set<string>();
  const values = new Map<string, string>();
  for (const run of runs) {
    for (const step of run.steps) {
      visited.add(step.stepId);
      if (step.exit !== null) taken.add(edgeId(step.stepId, step.exit));
      if (step.error !== null) failed.add(step.stepId);
      else failed.delete(step.stepId);
      const value = valueOf(step.result ?? null, t);
      if (value !== "") values.set(step.stepId, value);
    }
    for (const id of run.at) {
      visited.add(id);
      current.add(id);
    }
    const first = run.steps[0]?.stepId ?? run.at[0];
    const trigger = startOf(draft, run.triggerId, first);
    if (trigger !== undefined) {
      visited.add(trigger);
      taken.add(edgeId(trigger, "next"));
    }
  }
  return { visited, taken, current, failed, values };
}

/** The trigger it began with; without its id only when just one leads to the first step. */
function startOf(draft: Draft, id: string | null | undefined, first: string | undefined): string | undefined {
  if (id != null) return draft.triggers.some((trigger) => trigger.id === id) ? id : undefined;
  const candidates = draft.triggers.filter((trigger) => first !== undefined && trigger.next === first);
  return candidates.length === 1 ? candidates[0]?.id : undefined;
}

const MAX_CAPTION = 60;
/** Keys that lead to something else of the product; people read no ids. */
const IDS = /id$/i;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/;
/** A fixed choice of the product, like `not_declared`. */
const CHOICE = /^[a-z]+(_[a-z]+)*$/;

type Translate = (key: string, options: { defaultValue: string }) => string;
const asItIs: Translate = (_key, { defaultValue }) => defaultValue;

/** What a step did, as few words as stand under it. */
export function valueOf(result: Json, t: Translate = asItIs): string {
  const text = words(result, t);
  return text.length > MAX_CAPTION ? `${text.slice(0, MAX_CAPTION - 1)}…` : text;
}

function words(value: Json, t: Translate): string {
  if (value === null || value === false) return "";
  if (typeof value === "string") return ID.test(value) ? "" : CHOICE.test(value) ? t(`choice.${value}`, { defaultValue: value }) : value;
  if (Array.isArray(value))
    return value
      .map((inner) => words(inner, t))
      .filter(Boolean)
      .join(", ");
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value).filter(([key, inner]) => !IDS.test(key) && words(inner, t) !== "");
  // From one to the other is read in one go.
  const ends = ["from", "to"].map((end) => entries.find(([key]) => key === end)?.[1]);
  const rest = entries.filter(([key]) => ends.includes(undefined) || (key !== "from" && key !== "to"));
  const step = ends.includes(undefined) ? [] : [ends.map((end) => words(end as Json, t)).join(" → ")];
  return [
    ...step,
    ...rest.flatMap(([key, inner]) => {
      const label = t(`result.${key}`, { defaultValue: key });
      // That something changed says the change itself.
      if (inner === true) return key === "changed" && step.length > 0 ? [] : [label];
      return [`${label}: ${words(inner, t)}`];
    }),
  ].join(", ");
}
