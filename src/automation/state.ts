/**
 * What the engine knows and changes. All of it is plain JSON, in the product's words: tags, lists, operators and templates
 * appear under their current names; `store/` translates to ids. Instants are epoch milliseconds.
 */
import type { ConsentState } from "../domain/consent.ts";
import type { HolidayPeriod } from "../domain/holiday-period.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { TemplateDefinition } from "../domain/template-definition.ts";
import type { VoiceScript } from "../domain/voice-agent.ts";
import type { DailyWindow, WorkingHours } from "../domain/working-hours.ts";
import type { Definition } from "./definition.ts";
import type { EventType } from "./event.ts";

export interface ContactState {
  id: string;
  phone: string | null;
  waId: string | null;
  userId: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  language: string | null;
  timeZone: string | null;
  consent: ConsentState;
  blocked: boolean;
  /** False once the provider said that this number is not on WhatsApp. */
  reachable: boolean;
  aiEnabled: boolean;
  fields: JsonObject;
  tags: string[];
  lists: string[];
  /** E-mail addresses of the assigned operators. */
  operators: string[];
  createdAt: number;
  lastSeenAt: number | null;
}

export interface ChatState {
  id: string;
  channelId: string;
  unread: boolean;
  lastInboundAt: number | null;
  /** Until when free messages may be sent; null when no window was ever opened. */
  windowExpiresAt: number | null;
  /** Status of the newest outbound message; only loaded when an active automation asks for it. */
  lastStatus: string | null;
  /** Set while a person has taken the chat over: the AI stays silent. */
  humanSince: number | null;
  /** What the AI operator does here; null where it never did anything. */
  ai: ChatAi | null;
}

/** A step put an agent in charge of the chat. */
export interface AiAssignment {
  id: string;
  agentId: string;
  /** After so many answers it is done; null: no limit. */
  maxTurns: number | null;
  turns: number;
  /** Until when; null: until something else ends it. */
  deadline: number | null;
  /** The run whose step waits for its end: without the run the assignment is none. Null where nobody waits. */
  runId: string | null;
  /** Whether a person who writes silences it, which only an automation's `stopOnReplyToHuman: false` denies. */
  pauses: boolean;
}

/** Never changed in place: a new value is what is written. */
export interface ChatAi {
  /** `off`: a step took the AI away, the workspace's own one included. Null: the workspace's own agent, if it has one. */
  assignment: AiAssignment | "off" | null;
  /** The answer that is on its way. What comes for another turn or an earlier version is not sent. */
  turn: { id: string; version: number } | null;
  /** Whose conversation this is and when it began, with saying that an AI answers; a day later a new one begins. */
  conversation: { agentId: string; at: number } | null;
  /** Answers in this conversation. */
  answers: number;
}

export const RUN_STATUSES = ["running", "waiting", "paused", "completed", "failed", "stopped"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** The event a path waits for; with a `key` only the event carrying that very key (a message, request or call id). */
export interface WaitFor {
  type: EventType;
  key?: string;
}

export interface Wait {
  on: WaitFor[];
  /** When the wait ends by itself; null waits for ever. */
  deadline: number | null;
  /** The step's own memory until it is resumed. */
  data?: JsonObject;
}

/** One thread of a run: Branch in parallel mode makes more. A path is always at a step and waits there between events. */
export interface PathState {
  id: string;
  step: string;
  visit: number;
  enteredAt: number;
  wait: Wait | null;
}

export interface Reply {
  text: string;
  type: string;
  media: string | null;
  payload: Json;
  at: number;
}

export interface TicketReference {
  id: string;
  reference: string;
}

/** What started the run, under the trigger's own keys (`message`, `payload`, `order`, …). */
export interface TriggerContext {
  type: string;
  /** Null when started by hand or by another automation. */
  id: string | null;
  at: number;
  [key: string]: Json;
}

export interface RunState {
  id: string;
  automationId: string;
  versionId: string;
  /** The number it speaks through; null while the contact has no chat. */
  channelId: string | null;
  status: RunStatus;
  reason: string | null;
  /** How many automations deep this run was started by automations. */
  depth: number;
  trigger: TriggerContext;
  vars: JsonObject;
  reply: Reply | null;
  ticket: TicketReference | null;
  paths: PathState[];
  /** Steps executed so far, for the limit. */
  steps: number;
  visits: Record<string, number>;
  startedAt: number;
  endedAt: number | null;
}

export interface TicketState {
  id: string;
  reference: string;
  title: string;
  status: string;
  priority: string;
  category: string | null;
  owner: string | null;
  description: string;
  done: boolean;
  createdAt: number;
}

export interface TemplateSnapshot {
  name: string;
  category: "marketing" | "utility" | "authentication";
  /** By language code as Meta spells it (`it`, `en_US`). */
  languages: Record<string, { id: string; status: string; definition: TemplateDefinition }>;
}

/** An automation that may start or go on: its published version, parsed. */
export interface AutomationSnapshot {
  id: string;
  name: string;
  versionId: string;
  state: "active" | "paused" | "draft";
  createdAt: number;
  definition: Definition;
  /** Steps of earlier versions that are gone: where a path that waited there goes on; null ends it. */
  successors: Record<string, string | null>;
}

export interface OperatorSnapshot {
  id: string;
  email: string;
  name: string;
  disabled: boolean;
}

export interface TicketStatusSnapshot {
  name: string;
  done: boolean;
}

export interface Holidays {
  periods: HolidayPeriod[];
  countries: string[];
}

/** Everything of a workspace that deciding needs; immutable, cached by revision. */
export interface WorkspaceSnapshot {
  id: string;
  revision: number;
  name: string;
  timeZone: string;
  defaultLanguage: string;
  defaultCountry: string | undefined;
  consentMode: "block_unsubscribed" | "require_subscribed";
  stopWords: boolean;
  workingHours: WorkingHours | undefined;
  /** Of the contact's day; absent: none were set. */
  quietHours?: DailyWindow | undefined;
  /** Absent: none was set. */
  marketingCap?: { messages: number; days: number } | undefined;
  holidays: Holidays;
  limits: { stepsPerRun: number; visitsPerStep: number; chainDepth: number };
  /** WhatsApp numbers by id: their names need not be unique. */
  channels: Record<string, { name: string }>;
  tags: Record<string, { id: string; category: string | null }>;
  lists: Record<string, { id: string }>;
  fields: Record<string, { id: string; type: string; choices?: string[] }>;
  templates: Record<string, TemplateSnapshot>;
  operators: Record<string, OperatorSnapshot>;
  ticketStatuses: Record<string, TicketStatusSnapshot>;
  /** Connections and agents by name: which kind they are. */
  connections: Record<string, { id: string; kind: string }>;
  agents: Record<string, { id: string; kind: "ai" | "voice"; isDefault?: boolean }>;
  /** By name; `connection` is the account it calls from, null where none is chosen. */
  voiceAgents: Record<string, { id: string; connection: string | null; script: VoiceScript }>;
  /** By id; only those with a published version. */
  automations: Record<string, AutomationSnapshot>;
}
