/** What an AI operator is set to, as its row keeps it. */
import { z } from "zod";

const toolName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "small letters, digits and _");

export const aiWebhookTool = z.object({
  name: toolName,
  /** For the model: when to call it, what comes back. */
  description: z.string().trim().min(1).max(1000),
  method: z.enum(["GET", "POST"]).default("POST"),
  /** Fixed: the model fills in parameters, never the address. */
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** A connection of kind `http`, whose credentials the call carries. */
  connectionId: z.uuid().nullable().default(null),
  parameters: z
    .array(
      z.object({
        name: toolName,
        type: z.enum(["text", "number", "boolean"]).default("text"),
        description: z.string().trim().max(500).default(""),
        required: z.boolean().default(false),
      }),
    )
    .max(20)
    .default([]),
});
export type AiWebhookTool = z.output<typeof aiWebhookTool>;

/** Longest file that it is taught, uploaded or at a web address. */
export const MAX_KNOWLEDGE_FILE_BYTES = 20 * 1024 * 1024;

export const AI_TOKENS = { least: 50, most: 4000, usual: 600 } as const;

export const aiAgentSettings = z.object({
  /** A connection of kind `ai`. */
  connectionId: z.uuid().nullable().default(null),
  /** Null: the connection's. */
  model: z.string().trim().min(1).max(200).nullable().default(null),
  instructions: z.string().max(20_000).default(""),
  temperature: z.number().min(0).max(2).nullable().default(null),
  /** Language codes it may answer in; none: whatever the customer writes in. */
  languages: z.array(z.string().min(2).max(12)).max(20).default([]),
  /** Sent before the first answer of a conversation; empty: nothing. */
  disclosure: z.string().trim().max(500).default(""),
  /** What the customer is told at a hand-over; empty: nothing. */
  handOverText: z.string().trim().max(1000).default(""),
  limits: z
    .object({
      /** Answers in one conversation, after which people take it; null: no limit. */
      maxAnswers: z.int().min(1).max(1000).nullable().default(20),
      /** Tokens of one answer. */
      maxTokens: z.int().min(AI_TOKENS.least).max(AI_TOKENS.most).default(AI_TOKENS.usual),
      answersPerDay: z.int().min(1).max(1_000_000).nullable().default(null),
      /** In the currency of the connection's prices. */
      costPerDay: z.number().min(0.01).max(100_000).nullable().default(null),
    })
    .prefault({}),
  tools: z
    .object({
      openTicket: z.boolean().default(false),
      /** Category of those tickets; null: none. */
      ticketCategory: z.string().trim().min(1).max(200).nullable().default(null),
      lookUpOrder: z.boolean().default(false),
      /** CODEs of fields and names of attributes that it may write. */
      setFields: z.array(z.string().min(1).max(128)).max(50).default([]),
      webhooks: z
        .array(aiWebhookTool)
        .max(10)
        .refine((tools) => new Set(tools.map(({ name }) => name)).size === tools.length, { error: "every name once" })
        .default([]),
    })
    .prefault({}),
});
export type AiAgentSettings = z.output<typeof aiAgentSettings>;

/** Settings of any age: what an earlier release left out has its default. */
export function readAgentSettings(stored: unknown): AiAgentSettings {
  const parsed = aiAgentSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : aiAgentSettings.parse({});
}

export interface AiAgent {
  workspaceId: string;
  id: string;
  name: string;
  isDefault: boolean;
  settings: AiAgentSettings;
}
