/**
 * What an agent may do. A tool gets nothing from the model but its arguments, which have passed their schema: whose field,
 * ticket or order it is was decided before the model was asked, and addresses are the owner's.
 */
import { z } from "zod";
import { isAttribute } from "../../automation/contact-change.ts";
import type { AiAction } from "../../automation/event.ts";
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import type { ModelTool } from "../../connectors/ai/ask-model.ts";
import type { AiAgentSettings } from "../../domain/ai-agent.ts";
import type { JsonObject } from "../../domain/json.ts";
import { MAX_TICKET_TITLE, TICKET_PRIORITIES } from "../../domain/ticket.ts";
import { type FieldType, parseFieldValue } from "../../domain/value.ts";
import { newId } from "../../store/id.ts";
import { type WebhookToolContext, webhookTool } from "./webhook-tool.ts";

export interface ToolContext extends WebhookToolContext {
  settings: AiAgentSettings;
  workspace: WorkspaceSnapshot;
  timeZone: string;
  /** Orders of the customer who is talked with; of nobody else. */
  orders(): Promise<JsonObject[]>;
}

export const HAND_OVER = "hand_over";
export const NO_REPLY = "no_reply";
/** More than a turn can mean in earnest. */
const MAX_ACTIONS = 10;

/** The tools, and what the model does with them: it counts when its answer does. */
export function createTools(context: ToolContext): { tools: ModelTool[]; actions: AiAction[] } {
  const actions: AiAction[] = [];
  const { settings } = context;
  const { openTicket, lookUpOrder, setFields, webhooks } = settings.tools;
  const fields = setFields.filter((name) => isAttribute(name) || Object.hasOwn(context.workspace.fields, name));
  const tools = [
    handOver(),
    noReply(),
    ...(fields.length > 0 ? [setField(context, fields, actions)] : []),
    ...(openTicket ? [ticketTool(settings, actions)] : []),
    ...(lookUpOrder ? [orderTool(context)] : []),
    ...webhooks.map((hook) => webhookTool(hook, context)),
  ];
  return { tools, actions };
}

function object(shape: z.ZodType): z.ZodType<JsonObject> {
  return shape as z.ZodType<JsonObject>;
}

function handOver(): ModelTool {
  return {
    name: HAND_OVER,
    description: "Gives the conversation to a person, and ends your part in it.",
    input: object(
      z.object({
        reason: z.string().max(1000).describe("Why a person is needed, for the operators"),
        summary: z
          .string()
          .max(4000)
          .optional()
          .describe("What the customer wants and what was said, in a few sentences, for the operators"),
      }),
    ),
    run: async () => ({ handedOver: true }),
    ends: true,
  };
}

function noReply(): ModelTool {
  return {
    name: NO_REPLY,
    description: "Says nothing: for thanks, goodbyes, and words that ask nothing.",
    input: object(z.object({})),
    run: async () => ({ silent: true }),
    ends: true,
  };
}

function setField({ workspace, timeZone }: ToolContext, names: string[], actions: AiAction[]): ModelTool {
  return {
    name: "set_field",
    description: `Writes down what the customer said about themselves. Fields: ${names.map((name) => fieldHint(workspace, name)).join("; ")}.`,
    input: object(
      z.object({
        field: z.enum(names),
        value: z.union([z.string().max(2000), z.number(), z.boolean()]).describe("Dates as YYYY-MM-DD, date-times as YYYY-MM-DDTHH:MM"),
      }),
    ),
    async run({ field: name, value }) {
      const field = workspace.fields[String(name)];
      const parsed = field
        ? parseFieldValue(field.type as FieldType, value, { timezone: timeZone, choices: field.choices })
        : ({ ok: true, value: value ?? null } as const);
      if (!parsed.ok) throw new Error(`${String(name)} is a ${field?.type}: ${parsed.code}`);
      remember(actions, { kind: "set_field", field: String(name), value: parsed.value });
      return { written: true };
    },
  };
}

function fieldHint({ fields }: WorkspaceSnapshot, name: string): string {
  const field = fields[name];
  if (!field) return name;
  return `${name} (${field.type}${field.choices?.length ? `: ${field.choices.join(", ")}` : ""})`;
}

function ticketTool({ tools: { ticketCategory } }: AiAgentSettings, actions: AiAction[]): ModelTool {
  return {
    name: "open_ticket",
    description: "Opens a ticket for this customer, for work that people must do later. Tell the customer its reference.",
    input: object(
      z.object({
        title: z.string().min(1).max(MAX_TICKET_TITLE).describe("What it is about, in a few words"),
        description: z.string().max(4000).default(""),
        priority: z.enum(TICKET_PRIORITIES).default("medium"),
      }),
    ),
    async run({ title, description, priority }) {
      const id = newId();
      const reference = `T-${id.replaceAll("-", "").slice(-10).toUpperCase()}`;
      remember(actions, {
        kind: "open_ticket",
        id,
        reference,
        title: String(title),
        description: String(description ?? ""),
        priority: String(priority ?? "medium"),
        category: ticketCategory,
      });
      return { reference };
    },
  };
}

function orderTool({ orders }: ToolContext): ModelTool {
  return {
    name: "look_up_order",
    description: "The latest orders and payments of the customer you are talking with. There are no others to look up.",
    input: object(z.object({})),
    run: async () => ({ orders: await orders() }),
  };
}

function remember(actions: AiAction[], action: AiAction): void {
  if (actions.length >= MAX_ACTIONS) throw new Error("too many changes in one turn");
  actions.push(action);
}
