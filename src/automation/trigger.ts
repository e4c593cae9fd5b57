/** What a trigger type (start step) is. One file under `triggers/` exports one as `trigger`. */
import type { z } from "zod";
import type { OccurrenceRule } from "../domain/calendar.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Reentry, TriggerNode } from "./definition.ts";
import type { EngineEvent, EventType } from "./event.ts";
import type { Problem } from "./problems.ts";
import type { Environment, Scope } from "./scope.ts";
import type { ShopTimer } from "./shop-timers.ts";
import type { AutomationSnapshot, TicketReference, WorkspaceSnapshot } from "./state.ts";
import type { Change, StepType } from "./step.ts";

/**
 * Where in the order of an inbound message a trigger is asked (format §3). Of one phase `choice`, at most one trigger starts;
 * the fallbacks are only asked when nothing before them did anything.
 */
export type MessagePhase = "choice" | "holidays" | "non_working_hours";

export interface TriggerMatch {
  /** Joins the run's trigger context. */
  context?: Record<string, Json>;
  /** In phase `choice`: compared element by element, the greatest wins; a tie goes to the oldest automation. */
  rank?: number[];
  /** Becomes the run's ticket. */
  ticket?: TicketReference;
}

export interface TriggerContextIn {
  environment: Environment;
  scope: Scope;
  automation: AutomationSnapshot;
  node: TriggerNode;
  timeZone: string;
}

/** From which states to which a trigger listens; empty lists mean any. */
export interface Reaction {
  subject: Change["subject"];
  from: string[];
  to: string[];
  categories?: string[];
}

export interface TriggerType<C = unknown> {
  type: string;
  title: string;
  summary: string;
  config: z.ZodType<C>;
  /** The event it listens to. Triggers that only start by name (`integration`) listen to `start`. */
  on: EventType;
  /** For `on: "message"`. */
  phase?: MessagePhase;
  reentry: Reentry;
  /**
   * Texts that find this trigger without asking it: a message whose normalised text is none of them cannot start it.
   * Undefined: it has to be asked for each event. Keeps thousands of phrases at one look-up.
   */
  exactPhrases?(config: C): string[] | undefined;
  /** Exact phrases of which each may start only one active automation of the workspace. */
  claimedPhrases?(config: C): string[];
  /**
   * What the event does before triggers are asked, whether or not one of this type exists: an order ends the recoveries of
   * its cart.
   */
  before?(event: EngineEvent, at: { environment: Environment; scope: Scope }): void;
  /** Null: does not start. Otherwise it does, with this context. */
  match(config: C, event: EngineEvent, context: TriggerContextIn): TriggerMatch | null;
  /** True where matching asks when the automation last started for the contact (`Scope.lastStarts`). */
  looksBack?(config: C): boolean;
  /** True where a run it starts always begins inside the 24-hour window. */
  opensWindow?(config: C): boolean;
  /** Each of them has an address of its own, at which other systems start it. */
  hasAddress?: true;
  /** Starts at instants that are planned for each contact from the value of a date field. */
  plansDates?(config: C): OccurrenceRule & { field: string };
  /** Starts a while after a cart was left or an order was placed; null where this one does not wait. */
  shopTimer?(config: C): ShopTimer | null;
  /** The changes it starts on, for loop checks; see `Change` of steps. Empty lists mean any. */
  reactsTo?(config: C): Reaction | null;
  /** Checks that the schema cannot say. Paths start inside the config. */
  problems?(config: C, context: { node: TriggerNode; workspace: WorkspaceSnapshot; automationName: string }): Problem[];
  examples: { title: string; config: JsonObject }[];
}

export function defineTrigger<S extends z.ZodType>(trigger: Omit<TriggerType<z.output<S>>, "config"> & { config: S }): TriggerType {
  return trigger;
}

/** Every type the product knows, found on disk (`registry.ts`) or by the bundler. */
export interface Registry {
  steps: Record<string, StepType>;
  triggers: Record<string, TriggerType>;
}
