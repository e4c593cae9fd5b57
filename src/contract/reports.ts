/** Numbers of the dashboard, and the search behind ⌘K. */
import { z } from "zod";
import { all, day, id, named, period } from "./common.ts";
import { procedure } from "./procedure.ts";

export const SEARCH_KINDS = [
  "contact",
  "chat",
  "automation",
  "template",
  "ticket",
  "tag",
  "list",
  "field",
  "segment",
  "member",
  "channel",
  "campaign",
  "agent",
  "connection",
] as const;

export const reports = {
  dashboard: procedure("reports:read", "GET", "/reports/dashboard", "Messages, rates, automations, numbers and errors of a period")
    .input(period)
    .output(
      z.object({
        from: day,
        to: day,
        messages: z.object({ received: z.number(), sent: z.number(), delivered: z.number(), read: z.number(), failed: z.number() }),
        contacts: z.object({ total: z.number(), new: z.number(), subscribed: z.number(), unsubscribed: z.number() }),
        chats: z.object({ active: z.number(), unread: z.number(), medianFirstResponseSeconds: z.number().nullable() }),
        runs: z.object({ started: z.number(), completed: z.number(), failed: z.number(), active: z.number() }),
        tickets: z.object({ open: z.number(), opened: z.number(), closed: z.number() }),
        daily: z.array(z.object({ day, received: z.number(), sent: z.number(), failed: z.number(), runs: z.number() })),
        errors: z.array(z.object({ code: z.string(), count: z.number() })),
        automations: z.array(z.object({ automation: named, started: z.number(), completed: z.number(), errors: z.number() })),
        /** What WhatsApp said it charges for, by category; with the workspace's own prices what it cost. */
        costs: z.object({
          currency: z.string().nullable(),
          total: z.number().nullable(),
          categories: z.array(z.object({ category: z.string(), charged: z.number(), free: z.number(), cost: z.number().nullable() })),
        }),
        /** The twenty largest; `growth` is null where nothing was counted in the period yet. */
        lists: z.array(z.object({ list: named, contacts: z.number(), growth: z.number().nullable() })),
        channels: z.array(
          z.object({
            channel: named,
            status: z.string(),
            quality: z.string().nullable(),
            messagingLimit: z.string().nullable(),
            sent: z.number(),
            failed: z.number(),
          }),
        ),
      }),
    ),
};

export const search = {
  /** Only kinds the caller may read. */
  everything: procedure("workspace:read", "GET", "/search", "Find anything by name")
    .input(
      z.object({
        q: z.string().trim().min(1).max(200),
        kinds: z.array(z.enum(SEARCH_KINDS)).optional(),
        limit: z.int().min(1).max(20).default(6),
      }),
    )
    .output(all(z.object({ kind: z.enum(SEARCH_KINDS), id, title: z.string(), subtitle: z.string().nullable() }))),
};
