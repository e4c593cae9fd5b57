/**
 * What one contact's events work on: its state, loaded and written by the caller, and what comes out. The engine owns it
 * while it advances and changes it in place: copying it for every step would cost more than the step.
 */
import type { Effect } from "./effect.ts";
import type { EngineEvent } from "./event.ts";
import type { ChatState, ContactState, RunState, TicketState, WorkspaceSnapshot } from "./state.ts";

/** One line of a run's path: append-only, written when the step is left. */
export interface StepRecord {
  runId: string;
  automationId: string;
  versionId: string;
  pathId: string;
  stepId: string;
  stepType: string;
  visit: number;
  enteredAt: number;
  leftAt: number;
  /** The exit taken; null where the path or the run ended inside the step. */
  exit: string | null;
  error: string | null;
  /** Small facts worth keeping: ids of messages and tickets, what was decided. */
  result: unknown;
}

/** How many went through a trigger, step and exit; summed per batch, so reading them live is cheap. */
export interface Count {
  automationId: string;
  /** Trigger or step. */
  nodeId: string;
  /** "entered", or the name of the exit that was taken, or "error". */
  what: string;
}

/** Sources of instants, ids and chance; given from outside so that a run can be repeated exactly. */
export interface Environment {
  now: number;
  newId(): string;
  /** In [0, 1). */
  random(): number;
  /**
   * Round robin: the next number of each sequence (`automation id/step id`), shared by all contacts of a batch. The engine
   * counts up; the caller loads and keeps them.
   */
  turns: Map<string, number>;
  /** Contacts assigned to each operator (by e-mail), shared by all contacts of a batch; the engine adds what it assigns. */
  operatorLoads: Map<string, number>;
}

/** Why an inbound message did what it did. */
export interface DispatchRecord {
  messageId: string;
  resumed: { runId: string; automationId: string; stepId: string }[];
  started: { runId: string; automationId: string; triggerId: string } | null;
  /** Triggers that matched but gave way, with the reason. */
  passedOver: { automationId: string; triggerId: string; reason: string }[];
  /** Set where the message could start nothing: `reaction`, `unsupported`, … */
  ignored?: string;
}

export interface Scope {
  workspace: WorkspaceSnapshot;
  contact: ContactState;
  /** One per channel the contact was ever in touch through. */
  chats: ChatState[];
  /** The chat of the event or run at hand; null where the workspace has no channel. */
  chat: ChatState | null;
  /** Unfinished runs of the contact, plus those that ended in this batch. */
  runs: RunState[];
  /** Tickets of the contact that are not done, and those changed in this batch. */
  tickets: TicketState[];
  /** Automations that ever ran for this contact; only complete for those with re-entry `once`. */
  ranBefore: Set<string>;
  /** When each automation last started for this contact; only complete for those with a cooldown. */
  lastStarts: Record<string, number>;
  /** Events caused while advancing, handled next, before anything else. */
  pending: EngineEvent[];
  effects: Effect[];
  records: StepRecord[];
  counts: Count[];
  dispatches: DispatchRecord[];
  /** Ids of runs that changed and must be written. */
  touchedRuns: Set<string>;
  contactChanged: boolean;
  /** Ids of chats that changed and must be written. */
  touchedChats: Set<string>;
}
