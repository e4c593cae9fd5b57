/** For tests: a workspace, a contact and a chat with every part filled in, and an engine to drive with events and time. */

import { defaultVoiceScript } from "../domain/default-voice-script.ts";
import type { InboundContent } from "../domain/message-content.ts";
import type { TemplateDefinition } from "../domain/template-definition.ts";
import { TICKET_STATUSES } from "../domain/ticket.ts";
import { advance } from "./advance.ts";
import type { QueueMessageEffect } from "./effect.ts";
import type { EngineEvent, MessageEvent } from "./event.ts";
import { newChat } from "./new-chat.ts";
import { newScope } from "./new-scope.ts";
import { parseDefinition } from "./parse-definition.ts";
import type { Environment, Scope } from "./scope.ts";
import type { AutomationSnapshot, ChatState, ContactState, RunState, TemplateSnapshot, WorkspaceSnapshot } from "./state.ts";
import type { Registry } from "./trigger.ts";

/** Monday, 2 March 2026, 10:00 in Rome. */
export const MONDAY_10 = 1_772_442_000_000;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function templateFixture(
  name: string,
  options: Partial<TemplateDefinition> & { status?: string; also?: Partial<TemplateDefinition>[] } = {},
): TemplateSnapshot {
  const { status = "approved", also = [], ...parts } = options;
  const base: TemplateDefinition = {
    name,
    category: "utility",
    language: "it",
    body: `Body of ${name}`,
    buttons: [],
    examples: {},
    ...parts,
  };
  const definitions = [base, ...also.map((other) => ({ ...base, ...other }))];
  const languages = Object.fromEntries(
    definitions.map((definition) => [definition.language, { id: `${name}-${definition.language}`, status, definition }]),
  );
  return { name, category: base.category, languages };
}

export function workspaceFixture(parts: Partial<WorkspaceSnapshot> = {}): WorkspaceSnapshot {
  const ids = (names: string[]) => Object.fromEntries(names.map((name) => [name, { id: `id-${name}` }]));
  return {
    id: "workspace",
    revision: 1,
    name: "Acme",
    timeZone: "Europe/Rome",
    defaultLanguage: "it",
    defaultCountry: "IT",
    consentMode: "block_unsubscribed",
    stopWords: true,
    workingHours: undefined,
    holidays: { periods: [], countries: [] },
    limits: { stepsPerRun: 1000, visitsPerStep: 100, chainDepth: 5 },
    channels: { channel: { name: "Shop" }, two: { name: "Support" } },
    tags: { vip: { id: "t1", category: "status" }, lead: { id: "t2", category: "status" }, red: { id: "t3", category: null } },
    lists: ids(["Leads", "News"]),
    fields: {
      CITY: { id: "f1", type: "text" },
      SCORE: { id: "f2", type: "number" },
      APPOINTMENT: { id: "f3", type: "datetime" },
      BIRTHDAY: { id: "f4", type: "date" },
    },
    templates: { offer: templateFixture("offer"), promo: templateFixture("promo", { category: "marketing" }) },
    operators: {
      "anna@example.com": { id: "o1", email: "anna@example.com", name: "Anna", disabled: false },
      "luca@example.com": { id: "o2", email: "luca@example.com", name: "Luca", disabled: false },
      "gone@example.com": { id: "o3", email: "gone@example.com", name: "Gone", disabled: true },
    },
    ticketStatuses: Object.fromEntries(Object.entries(TICKET_STATUSES).map(([name, { done }]) => [name, { name, done }])),
    connections: {},
    agents: {},
    voiceAgents: { Eva: { id: "agent-eva", connection: "voice", script: defaultVoiceScript("en") } },
    automations: {},
    ...parts,
  };
}

export function contactFixture(parts: Partial<ContactState> = {}): ContactState {
  return {
    id: "contact",
    phone: "+393330000001",
    waId: "393330000001",
    userId: null,
    firstName: "Ada",
    lastName: null,
    email: null,
    language: "it",
    timeZone: null,
    consent: "not_declared",
    blocked: false,
    reachable: true,
    aiEnabled: false,
    fields: {},
    tags: [],
    lists: [],
    operators: [],
    createdAt: MONDAY_10 - DAY,
    lastSeenAt: null,
    ...parts,
  };
}

export function chatFixture(parts: Partial<ChatState> = {}): ChatState {
  return { ...newChat("chat", "channel"), ...parts };
}

export function scopeFixture(parts: Partial<Scope> = {}): Scope {
  const chat = parts.chat === undefined ? chatFixture() : parts.chat;
  return { ...newScope({ workspace: workspaceFixture(), contact: contactFixture(), chats: chat ? [chat] : [] }), ...parts };
}

/** Ids count up, chance is `chance`: the same inputs give the same run. */
export function environmentFixture(now = MONDAY_10, chance = 0): Environment {
  let ids = 0;
  return { now, newId: () => `id-${++ids}`, random: () => chance, turns: new Map(), operatorLoads: new Map() };
}

/** Throws when the document is wrong: a test about something else should not go on with it. */
export function automationFixture(
  registry: Registry,
  document: { name: string } & Record<string, unknown>,
  parts: Partial<AutomationSnapshot> = {},
): AutomationSnapshot {
  const { definition, problems } = parseDefinition(registry, document);
  if (!definition) throw new Error(JSON.stringify(problems, null, 2));
  return {
    id: document.name,
    name: document.name,
    versionId: `${document.name}-1`,
    state: "active",
    createdAt: MONDAY_10,
    definition,
    successors: {},
    ...parts,
  };
}

let messages = 0;

export function messageEvent(content: string | InboundContent, parts: Partial<MessageEvent> = {}): MessageEvent {
  const written: InboundContent = typeof content === "string" ? { type: "text", text: content } : content;
  return {
    type: "message",
    messageId: `in-${++messages}`,
    channelId: "channel",
    content: written,
    text: written.type === "text" || written.type === "button_reply" ? written.text : "",
    sentAt: MONDAY_10,
    ...parts,
  };
}

export interface EngineFixture {
  scope: Scope;
  environment: Environment;
  /** Moves the clock and fires what falls due, all at once as after a pause of the worker. */
  sleep(ms: number): void;
  /** The event arrives now; a message also opens the 24-hour window, as the caller of the engine does. */
  receive(event: EngineEvent): void;
  write(text: string | InboundContent, parts?: Partial<MessageEvent>): void;
  /** Messages queued since the last call: texts, or template names; refused ones with their error. */
  sent(): string[];
  effects<K extends Scope["effects"][number]["kind"]>(kind: K): Extract<Scope["effects"][number], { kind: K }>[];
  /** The newest run of an automation. */
  run(automationId?: string): RunState;
  /** Steps where the paths of a run wait. */
  at(automationId?: string): string[];
}

/** One contact in a workspace with these automations. */
export function engineFixture(
  registry: Registry,
  documents: ({ name: string } & Record<string, unknown>)[],
  parts: {
    workspace?: Partial<WorkspaceSnapshot>;
    scope?: Partial<Scope>;
    contact?: Partial<ContactState>;
    environment?: Environment;
  } = {},
): EngineFixture {
  const automations = documents.map((document, index) => automationFixture(registry, document, { createdAt: MONDAY_10 + index }));
  const workspace = workspaceFixture({
    automations: Object.fromEntries(automations.map((automation) => [automation.id, automation])),
    ...parts.workspace,
  });
  const scope = scopeFixture({ workspace, contact: contactFixture(parts.contact), ...parts.scope });
  const environment = parts.environment ?? environmentFixture();
  let seen = 0;
  const receive = (event: EngineEvent) => advance(registry, scope, [{ event, receivedAt: environment.now }], environment);
  return {
    scope,
    environment,
    receive,
    sleep(ms) {
      environment.now += ms;
      advance(registry, scope, [], environment);
    },
    write(text, message = {}) {
      const chat = scope.chats.find((candidate) => candidate.channelId === (message.channelId ?? "channel"));
      if (chat) Object.assign(chat, { lastInboundAt: environment.now, windowExpiresAt: environment.now + DAY, unread: true });
      receive(messageEvent(text, { sentAt: environment.now, ...message }));
    },
    sent() {
      const queued = scope.effects.slice(seen).filter((effect): effect is QueueMessageEffect => effect.kind === "queue_message");
      seen = scope.effects.length;
      return queued.map(({ content, error }) => {
        const words = content.type === "template" ? content.template : "text" in content ? content.text : content.type;
        return error === undefined ? words : `${words} (${error})`;
      });
    },
    effects: (kind) => scope.effects.filter((effect) => effect.kind === kind) as never,
    run: (automationId) => scope.runs.findLast((run) => automationId === undefined || run.automationId === automationId) as RunState,
    at: (automationId) =>
      (scope.runs.findLast((run) => automationId === undefined || run.automationId === automationId)?.paths ?? []).map(({ step }) => step),
  };
}

/**
 * A contact who entered one step (id `s`) from the list Leads; each exit in `exits` leads to a note of its name, so that
 * `notes()` tells which was taken.
 */
export function stepFixture(
  registry: Registry,
  type: string,
  config: object,
  exits: string[],
  parts: Parameters<typeof engineFixture>[2] = {},
): EngineFixture & { notes(): string[] } {
  const document = {
    name: "A",
    triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "s" }],
    steps: [
      { id: "s", type, config, exits: Object.fromEntries(exits.map((exit, i) => [exit, `n${i}`])) },
      ...exits.map((exit, i) => ({ id: `n${i}`, type: "add_note", config: { text: exit } })),
    ],
  };
  const engine = engineFixture(registry, [document], parts);
  engine.receive({ type: "list_changed", list: "Leads", change: "added" });
  return { ...engine, notes: () => engine.effects("add_note").map(({ text }) => text) };
}
