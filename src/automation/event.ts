/**
 * What can happen to a contact: the engine's whole input. Stored as JSON in the `event` table until handled.
 * A wait resumes on the event's `type` and `key`; triggers listen to a `type`.
 */
import type { ConsentState } from "../domain/consent.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { InboundContent } from "../domain/message-content.ts";
import type { CallOutcome } from "../domain/voice-agent.ts";
import type { TriggerContext } from "./state.ts";

interface EventBase {
  /** How many automations deep the cause lies; 0 when a person or the outside caused it. */
  depth?: number;
  /** The run whose step caused it. */
  causeRunId?: string;
}

/** A stored inbound message. */
export interface MessageEvent extends EventBase {
  type: "message";
  messageId: string;
  channelId: string;
  content: InboundContent;
  text: string;
  sentAt: number;
  /** Our id, template name and sending step of the message it answers, when that is one of ours. */
  context?: { messageId: string; template?: string; automationId?: string; stepId?: string };
  referredProduct?: { catalogId: string; sku: string };
}

/** Asks for a run: by hand, by a hook, by a step or by a campaign. */
export interface StartEvent extends EventBase {
  type: "start";
  automationId: string;
  /** The trigger that was called, when one was. */
  triggerId?: string;
  context?: Omit<TriggerContext, "type" | "id" | "at">;
  vars?: JsonObject;
}

export interface ListChangedEvent extends EventBase {
  type: "list_changed";
  list: string;
  change: "added" | "removed";
}

export interface ConsentChangedEvent extends EventBase {
  type: "consent_changed";
  from: ConsentState;
  to: ConsentState;
  source: string;
}

/** The provider accepted or refused a message whose path waits to know; null: nobody can tell yet, and perhaps never. */
export interface MessageResultEvent extends EventBase {
  type: "message_result";
  key: string;
  ok: boolean | null;
  code?: string;
}

/** The provider told something about the contact: an opt-out, or that the number is not on WhatsApp. */
export interface ContactFactEvent extends EventBase {
  type: "contact_fact";
  source: string;
  consent?: ConsentState;
  reachable?: boolean;
}

/** A call to an outside system ended for good; `key` is the request's id. */
export interface RequestResultEvent extends EventBase {
  type: "request_result";
  key: string;
  ok: boolean;
  code?: string;
  status?: number;
  body?: Json;
}

export interface TicketChangedEvent extends EventBase {
  type: "ticket_changed";
  change: "created" | "status_changed";
  from?: string;
  ticket: { id: string; reference: string; title: string; status: string; priority: string; category: string | null };
}

/** An instant computed from a date field has come. */
export interface DateReachedEvent extends EventBase {
  type: "date_reached";
  automationId: string;
  triggerId: string;
  field: string;
  value: string;
  occurrence: number;
}

/** A shop told us something; `shop` is the connection's name. */
export interface ShopEvent extends EventBase {
  type: "shop";
  shop: string;
  /** One of the shop trigger's, or `cart_purchased`, which starts nothing and ends the cart's recoveries. */
  event: string;
  /** Set on timers that one start step asked for (its own `after`): the event is meant for that one only. */
  automationId?: string;
  triggerId?: string;
  /** Of which cart it is, over all shops. A purchase of it ends its recoveries. */
  cartKey?: string;
  order?: Json;
  cart?: Json;
  product?: Json;
  payment?: Json;
  customer?: Json;
}

/** A telephone call ended; `key` is the call's id when we placed it. */
export interface CallEndedEvent extends EventBase {
  type: "call_ended";
  key: string;
  outcome: CallOutcome;
  direction: "inbound" | "outbound";
  agent?: string;
  digits?: string;
  speech?: string;
  summary?: string;
  /** Seconds. */
  duration?: number;
  /** Why it is no success: `busy`, `machine`, `blocked`, the provider's code … */
  reason?: string;
}

/** A payment request was paid or will not be; `key` is its id. */
export interface PaymentEvent extends EventBase {
  type: "payment";
  key: string;
  status: "created" | "paid" | "failed" | "expired";
  link?: string;
  amount?: string;
  currency?: string;
  code?: string;
}

/** The AI operator ended its turn(s) in a chat; `key` is the assignment's id. */
export interface AiResultEvent extends EventBase {
  type: "ai_result";
  key: string;
  outcome: "handed_over" | "done" | "timeout";
  reason?: string;
}

/** What a model decided in a turn; whether it still counts is looked at under the contact's lock. */
export interface AiTurnEvent extends EventBase {
  type: "ai_turn";
  chatId: string;
  agentId: string;
  turnId: string;
  version: number;
  outcome: "answered" | "handed_over" | "no_reply";
  /** The answer; with `handed_over` what the customer is told of it. */
  text?: string;
  /** That an AI answers, said at the beginning of a conversation. */
  disclosure?: string;
  /** Why a person is needed, and what it is about. */
  reason?: string;
  summary?: string;
  actions: AiAction[];
}

/** What the model did besides answering: it counts when its answer does. */
export type AiAction =
  | { kind: "set_field"; field: string; value: Json }
  | {
      kind: "open_ticket";
      id: string;
      reference: string;
      title: string;
      description: string;
      priority: string;
      category: string | null;
    };

/** An operator or owner intervenes in one run. */
export interface RunControlEvent extends EventBase {
  type: "run_control";
  runId: string;
  action: "stop" | "skip_wait" | "restart_here";
  /** For `restart_here`. */
  stepId?: string;
  reason?: string;
}

export type EngineEvent =
  | MessageEvent
  | StartEvent
  | ListChangedEvent
  | ConsentChangedEvent
  | MessageResultEvent
  | ContactFactEvent
  | RequestResultEvent
  | TicketChangedEvent
  | DateReachedEvent
  | ShopEvent
  | CallEndedEvent
  | PaymentEvent
  | AiTurnEvent
  | AiResultEvent
  | RunControlEvent;

export type EventType = EngineEvent["type"];

/** The key a wait can ask for; events without one resume every wait on their type. */
export function eventKey(event: EngineEvent): string | undefined {
  return "key" in event ? event.key : undefined;
}
