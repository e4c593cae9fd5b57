/**
 * What the engine decided that must be written or done, besides the new state of the contact, the chat and the runs.
 * A closed union: `worker/effects/` has one bulk handler per kind, checked by the compiler.
 */
import type { ConsentState } from "../domain/consent.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { OutboundContent } from "../domain/message-content.ts";
import type { VoiceScript } from "../domain/voice-agent.ts";
import type { TicketState } from "./state.ts";

/** Which step of which run asked, so that everything can be traced back and repeated with the same idempotency key. */
export interface Origin {
  automationId: string;
  runId: string;
  stepId: string;
  visit: number;
}

export interface QueueMessageEffect {
  kind: "queue_message";
  id: string;
  content: OutboundContent;
  origin: Origin;
  /** Marketing templates are checked against consent again when they leave. */
  marketing: boolean;
  /** Set when it was refused before any provider call: stored as failed, never sent. */
  error?: string;
  /** The path waits for the provider's answer (`message_result`). */
  awaited: boolean;
}

export interface AddNoteEffect {
  kind: "add_note";
  id: string;
  text: string;
  origin: Origin;
}

export interface LogConsentEffect {
  kind: "log_consent";
  from: ConsentState;
  to: ConsentState;
  source: string;
  text?: string;
  messageId?: string;
}

export interface OpenTicketEffect {
  kind: "open_ticket";
  ticket: TicketState;
  origin: Origin | null;
}

/** What it was and what it is now, of each key that changed. */
export type TicketDifferences = Record<string, [before: string | null, after: string | null]>;

export interface UpdateTicketEffect {
  kind: "update_ticket";
  id: string;
  /** The ticket after the change. */
  ticket: TicketState;
  changed: TicketDifferences;
  note?: string;
  origin: Origin | null;
}

/** Asks a connector to call an outside system. The answer comes back as `request_result` when `awaited`. */
export interface RequestEffect {
  kind: "request";
  id: string;
  /** Which request handler of `connectors/` carries it out: `webhook`, `activecampaign`, `paypal`, … */
  connector: string;
  connection?: string;
  /** What the connector needs, already rendered. */
  payload: JsonObject;
  awaited: boolean;
  origin: Origin;
}

export interface PlaceCallEffect {
  kind: "place_call";
  id: string;
  agent: { id: string; name: string };
  /** The account whose number it calls from. */
  connection: string;
  /** Its texts filled in for the contact. */
  script: VoiceScript;
  deadline: number;
  /** Of what the end of the call causes. */
  depth: number;
  origin: Origin;
}

/** Nobody waits for the call any more: it stops ringing. One that somebody has taken goes on. */
export interface GiveUpCallEffect {
  kind: "give_up_call";
  /** The call's. */
  id: string;
}

export interface RequestPaymentEffect {
  kind: "request_payment";
  id: string;
  /** The request that asked for this money first; its own id where it is no reminder. */
  debtId: string;
  connection: string;
  amount: string;
  currency: string;
  description: string;
  origin: Origin;
}

/** The AI operator should answer what the customer wrote; again for every message that comes before it has. */
export interface AskAiEffect {
  kind: "ask_ai";
  turnId: string;
  version: number;
  chatId: string;
  channelId: string;
  agentId: string;
  assignmentId: string | null;
  /** A pressed button: nobody types on. */
  immediate: boolean;
}

/** What became of a turn; one that was asked anew meanwhile (`version`) stays as it is. */
export interface FinishAiTurnEffect {
  kind: "finish_ai_turn";
  turnId: string;
  version: number;
  outcome: "answered" | "handed_over" | "no_reply" | "dropped";
  reason?: string;
  messageId?: string;
}

/** Queues what the AI says. `farewell` leaves although a person has the chat now: it says just that. */
export interface SendAiMessageEffect {
  kind: "send_ai_message";
  id: string;
  chatId: string;
  text: string;
  farewell: boolean;
}

/** The AI gives the chat to people: a note with the reason. */
export interface AiNoteEffect {
  kind: "ai_note";
  id: string;
  agentId: string;
  text: string;
}

/** A field that date conditions look at has a new value: its plans must be made anew. */
export interface PlanDatesEffect {
  kind: "plan_dates";
  field: string;
  value: Json;
}

/** Queued messages of these runs that have not left yet are not sent any more. */
export interface DropQueuedEffect {
  kind: "drop_queued";
  runIds: string[];
}

export type Effect =
  | QueueMessageEffect
  | DropQueuedEffect
  | AddNoteEffect
  | LogConsentEffect
  | OpenTicketEffect
  | UpdateTicketEffect
  | RequestEffect
  | PlaceCallEffect
  | GiveUpCallEffect
  | RequestPaymentEffect
  | AskAiEffect
  | FinishAiTurnEffect
  | SendAiMessageEffect
  | AiNoteEffect
  | PlanDatesEffect;

export type EffectKind = Effect["kind"];
