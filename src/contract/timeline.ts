/** What happened to a contact, in one list. */
import { z } from "zod";
import { id, instant, json } from "./common.ts";

const at = { at: instant };

export const timelineEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("message"),
    ...at,
    messageId: id,
    chatId: id,
    direction: z.enum(["in", "out"]),
    type: z.string(),
    text: z.string(),
    status: z.string(),
    error: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("run"),
    ...at,
    what: z.enum(["started", "ended"]),
    runId: id,
    automationId: id,
    automationName: z.string(),
    status: z.string(),
    reason: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("step"),
    ...at,
    runId: id,
    automationId: id,
    automationName: z.string(),
    stepId: z.string(),
    stepType: z.string(),
    exit: z.string().nullable(),
    error: z.string().nullable(),
    result: json.nullable(),
  }),
  z.object({ kind: z.literal("consent"), ...at, from: z.string(), to: z.string(), source: z.string(), text: z.string().nullable() }),
  z.object({ kind: z.literal("note"), ...at, noteId: id, text: z.string(), author: z.string().nullable() }),
  z.object({
    kind: z.literal("call"),
    ...at,
    callId: id,
    direction: z.enum(["inbound", "outbound"]),
    provider: z.string(),
    agent: z.string().nullable(),
    /** Null while it goes on. */
    outcome: z.string().nullable(),
    reason: z.string().nullable(),
    summary: z.string().nullable(),
    /** Seconds. */
    duration: z.number().nullable(),
  }),
  z.object({ kind: z.literal("ticket"), ...at, ticketId: id, reference: z.string(), title: z.string(), change: json }),
]);
export type TimelineEntry = z.infer<typeof timelineEntry>;
