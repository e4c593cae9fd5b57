/** One template, or one automation, for many contacts. */
import { z } from "zod";
import { templateConfig } from "../automation/message/message-config.ts";
import { HOLD_REASONS } from "../domain/hold-reason.ts";
import { all, byId, day, done, id, instant, name, page, pageQuery } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";

export const CAMPAIGN_STATES = ["draft", "scheduled", "running", "paused", "completed", "cancelled"] as const;

/** Most single contacts of an audience; more are a list or a segment. */
const MAX_CONTACTS = 10_000;
/** A week. */
const MAX_SPREAD_MINUTES = 7 * 24 * 60;

const parts = {
  lists: z.array(id).max(100).default([]),
  contacts: z.array(id).max(MAX_CONTACTS).default([]),
  segments: z.array(id).max(20).default([]),
};
/** Whoever is in any of these and in none of the excluded; a contact is meant once, however often it is in there. */
const audience = z.strictObject({ ...parts, exclude: z.strictObject(parts).default({ lists: [], contacts: [], segments: [] }) });

const schedule = z.strictObject({
  /** An instant with its offset; with `inContactTimeZone` a local date and time (`2026-03-29T10:00`). Left out: now. */
  at: z.string().max(40).optional(),
  inContactTimeZone: z.boolean().optional(),
  /** Spread evenly over so many minutes. */
  spreadMinutes: z.int().min(0).max(MAX_SPREAD_MINUTES).optional(),
});

const content = z.object({
  name,
  /** The number to send from; null: the workspace's first one. */
  channelId: id.nullable(),
  audience,
  /** Two or more share the audience (A/B). Either these or an automation. */
  templates: z.array(templateConfig).min(1).max(4).nullable(),
  automationId: id.nullable(),
  schedule,
  /** Leaves out contacts whom another campaign reached within so many hours. */
  capHours: z.int().min(1).max(8760).nullable(),
});
// Defaults stand here alone: in a change they would reset what was left out.
const newCampaign = content.extend({
  channelId: content.shape.channelId.default(null),
  templates: content.shape.templates.default(null),
  automationId: content.shape.automationId.default(null),
  schedule: schedule.default({}),
  capHours: content.shape.capHours.default(null),
});

export const campaign = content.extend({
  id,
  state: z.enum(CAMPAIGN_STATES),
  /**
   * Why it was paused by itself: a code (`template_not_approved`, `no_channel`, `automation_not_active`) or a sentence. Of a draft, what has
   * to be chosen again: `channel_deleted`, `automation_deleted`.
   */
  problem: z.string().nullable(),
  /** Why nothing leaves now although it runs, and when that is looked at again at the latest. */
  waitsFor: z.enum(HOLD_REASONS).nullable(),
  waitsUntil: instant.nullable(),
  startsAt: instant.nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  progress: z.object({ recipients: z.number(), pending: z.number(), handled: z.number(), skipped: z.number() }),
});
export type Campaign = z.infer<typeof campaign>;

const estimate = z.object({
  total: z.number(),
  /** Of the total, each counted under the first that holds. */
  blocked: z.number(),
  unreachable: z.number(),
  unsubscribed: z.number(),
  notDeclared: z.number(),
  /** Who would get a message of the category asked for. */
  reachable: z.number(),
  /** Of one message to each of them, by the workspace's own prices; null where it has none. */
  cost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  /**
   * People that campaigns may write to over the number in 24 hours now (nine tenths of WhatsApp's limit, fewer while it warms up), those it has
   * written to, and in how many days all are reached; null: no limit is known.
   */
  limit: z.object({ perDay: z.number(), reached: z.number(), days: z.number() }).nullable(),
});

const variantResult = z.object({
  variant: z.number(),
  sent: z.number(),
  delivered: z.number(),
  read: z.number(),
  replied: z.number(),
  /** Pressed a quick reply of the message; links that were opened are not told by WhatsApp. */
  pressed: z.number(),
  failed: z.number(),
  unknown: z.number(),
  skipped: z.number(),
});

const recipient = z.object({
  contactId: id,
  name: z.string(),
  phone: z.string().nullable(),
  /** Of its message, else `pending`, `started` or `skipped`. */
  status: z.string(),
  /** Why it was skipped or failed. */
  reason: z.string().nullable(),
  variant: z.number(),
  dueAt: instant,
  messageId: id.nullable(),
});

const refused = { ...refusals.conflict, ...refusals.filter };

export const campaigns = {
  list: procedure("campaigns:read", "GET", "/campaigns", "Campaigns, newest first; by when they start for a calendar")
    .input(
      pageQuery.extend({
        state: z.enum(CAMPAIGN_STATES).optional(),
        search: z.string().trim().max(200).optional(),
        from: day.optional(),
        to: day.optional(),
      }),
    )
    .output(page(campaign)),
  get: procedure("campaigns:read", "GET", "/campaigns/{id}", "One campaign and how far it is").input(byId).output(campaign),
  estimate: procedure(
    "campaigns:read",
    "POST",
    "/campaigns/estimate",
    "How many contacts an audience has now, and how many a message would reach",
  )
    .input(
      z.object({
        audience,
        channelId: id.nullable().default(null),
        category: z.enum(["marketing", "utility", "authentication"]).default("marketing"),
      }),
    )
    .output(estimate)
    .errors(refusals.filter),
  create: procedure("campaigns:write", "POST", "/campaigns", { summary: "Make a draft", status: 201 })
    .input(newCampaign)
    .output(campaign)
    .errors(refused),
  update: procedure("campaigns:write", "PATCH", "/campaigns/{id}", "Change a campaign that has not begun; it is a draft again")
    .input(byId.extend(content.partial().shape))
    .output(campaign)
    .errors(refused),
  delete: procedure("campaigns:write", "DELETE", "/campaigns/{id}", "Delete a campaign; its messages stay in the chats")
    .input(byId)
    .output(done)
    .errors(refusals.conflict),
  start: procedure("campaigns:write", "POST", "/campaigns/{id}/start", "Let a draft run, now or at its time")
    .input(byId)
    .output(campaign)
    .errors({ ...refused, ...refusals.send }),
  pause: procedure("campaigns:write", "POST", "/campaigns/{id}/pause", "Nothing more leaves; what still waits in the outbox is taken back")
    .input(byId)
    .output(campaign)
    .errors(refusals.conflict),
  resume: procedure("campaigns:write", "POST", "/campaigns/{id}/resume", "Go on where it stood")
    .input(byId)
    .output(campaign)
    .errors(refusals.conflict),
  cancel: procedure("campaigns:write", "POST", "/campaigns/{id}/cancel", "End it for all who have got nothing yet")
    .input(byId)
    .output(campaign)
    .errors(refusals.conflict),
  retryFailed: procedure("campaigns:write", "POST", "/campaigns/{id}/retry-failed", "Send again to those whose message failed")
    .input(byId)
    .output(z.object({ retried: z.number() }))
    .errors(refusals.conflict),
  results: procedure(
    "campaigns:read",
    "GET",
    "/campaigns/{id}/results",
    "What came of it, by template, and why messages failed or contacts were left out",
  )
    .input(byId)
    .output(
      all(variantResult).extend({
        reasons: z.array(z.object({ kind: z.enum(["failed", "skipped"]), reason: z.string(), count: z.number() })),
      }),
    ),
  recipients: procedure("campaigns:read", "GET", "/campaigns/{id}/recipients", "Who got it, and with what outcome")
    .input(byId.extend(pageQuery.shape).extend({ status: z.string().max(40).optional() }))
    .output(page(recipient))
    .errors(refusals.filter),
};
