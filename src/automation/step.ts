/** What a step type is. One file under `steps/` exports one as `step`; nothing else has to know it exists. */
import type { z } from "zod";
import type { Json, JsonObject } from "../domain/json.ts";
import type { StepNode } from "./definition.ts";
import type { Effect, Origin } from "./effect.ts";
import type { EngineEvent } from "./event.ts";
import type { Problem } from "./problems.ts";
import type { Environment, Scope } from "./scope.ts";
import type { PathState, RunState, Wait, WorkspaceSnapshot } from "./state.ts";

/** Groups share a hue on the canvas, the timeline and the reports. */
export const STEP_GROUPS = ["message", "wait", "logic", "contact", "people", "integration"] as const;
export type StepGroup = (typeof STEP_GROUPS)[number];

export interface Exit {
  name: string;
  /** What the canvas writes on it, when the name alone does not say it (a button's title, a case's words). */
  label?: string;
  /** Other names that documents may use for it: the button's title in the template's other languages. */
  aliases?: string[];
}

/** Something a step brings about that a trigger may listen to; validation finds automations that restart themselves by it. */
export interface Change {
  subject: "consent" | "ticket_status" | "ticket_created";
  to: string;
  /** Of the ticket; undefined where it can be any. */
  category?: string | null;
  /** True where every execution is a change, even one to the same state. */
  always?: boolean;
}

/** A failure that the timeline shows. */
export interface StepError {
  /** Stable, e.g. `window_closed`, `missing_variable: CITY`. */
  code: string;
  detail?: string;
}

export type Outcome =
  /** Leave by an exit. `failed` falls back to `next` where it is not connected. */
  | { type: "exit"; exit: string; result?: Json; error?: StepError }
  /** Stay until an event or the deadline; then `resume` is called. */
  | { type: "wait"; wait: Wait }
  /** Jump. */
  | { type: "go_to"; step: string }
  /** Leave by several exits at once: each becomes a path. */
  | { type: "fork"; exits: string[] }
  /** End the whole run here. */
  | { type: "end"; status: "stopped" | "failed"; reason: string };

/** What a step sees and may do. Everything it changes goes through here. */
export interface StepContext {
  readonly environment: Environment;
  readonly scope: Scope;
  readonly run: RunState;
  readonly path: PathState;
  readonly node: StepNode;
  readonly origin: Origin;
  readonly workspace: WorkspaceSnapshot;
  /** Whether an arrow leaves this exit. */
  connected(exit: string): boolean;
  /** Renders Liquid with the run's variables; missing values render empty. */
  render(text: string): string;
  /** The values behind `{{ … }}` and conditions. */
  variables(): Record<string, unknown>;
  /** Looks up a condition's or a template's field by its dotted name. */
  lookup(field: string): unknown;
  emit(effect: Effect): void;
  /** The contact's own time zone, else the workspace's. */
  readonly timeZone: string;
}

/** What a step's own checks know besides its config. */
export interface StepProblemContext {
  node: StepNode;
  workspace: WorkspaceSnapshot;
  automationName: string;
}

export interface StepType<C = unknown> {
  type: string;
  group: StepGroup;
  /** What people call it, in the palette and the docs. */
  title: string;
  /** One or two sentences for the docs and the palette. */
  summary: string;
  config: z.ZodType<C>;
  /** Those of a template's buttons are only known with the workspace. */
  exits(config: C, workspace?: Pick<WorkspaceSnapshot, "templates" | "defaultLanguage">): Exit[];
  /** Steps it goes to without an exit. */
  jumps?(config: C): string[];
  /** True where a path that leaves by this exit has always waited for time or the outside: breaks cycles. */
  waits?(config: C, exit: string, connected: (exit: string) => boolean): boolean;
  /** True where the path leaves by this exit only after the contact wrote: reopens the 24-hour window. */
  reopensWindow?(config: C, exit: string): boolean;
  /** The longest time between entering and leaving by this exit, in milliseconds; 0 when left out. */
  longestWait?(config: C, exit: string): number;
  /** True where it can only be sent inside the 24-hour window and has no fallback. */
  needsWindow?(config: C): boolean;
  changes?(config: C): Change[];
  enter(config: C, context: StepContext): Outcome;
  /** `event` is null when the deadline came. Return null to go on waiting (the event was not meant for this wait). */
  resume?(config: C, context: StepContext, wait: Wait, event: EngineEvent | null): Outcome | null;
  /** What an unfinished run keeps of an event although no path may wait for it (a payment that comes late); false where nothing. */
  overhear?(event: EngineEvent, run: RunState): boolean;
  /** Checks that the schema cannot say. Paths start inside the config. */
  problems?(config: C, context: StepProblemContext): Problem[];
  /** Configs shown and executed in the docs; the first one is what the builder starts with. */
  examples: { title: string; config: JsonObject }[];
}

/** Gives a step type its config's type from its schema. */
export function defineStep<S extends z.ZodType>(step: Omit<StepType<z.output<S>>, "config"> & { config: S }): StepType {
  return step;
}

export function exit(name: string, result?: Json): Outcome {
  return result === undefined ? { type: "exit", exit: name } : { type: "exit", exit: name, result };
}

export function failed(code: string, detail?: string): Outcome {
  return { type: "exit", exit: "failed", error: { code, ...(detail !== undefined && { detail }) } };
}

/** An error that the step survives: shown in the timeline, the path goes on by `exit`. */
export function exitWithError(name: string, code: string, detail?: string): Outcome {
  return { type: "exit", exit: name, error: { code, ...(detail !== undefined && { detail }) } };
}
