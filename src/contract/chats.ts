import { z } from "zod";
import { byId, done, id, ids, instant, named, page, pageQuery, phone } from "./common.ts";
import { contact, note } from "./contacts.ts";
import { message, outboundContent } from "./message.ts";
import { procedure, refusals } from "./procedure.ts";

/** Who answers in this chat now. */
export const OWNERS = ["bot", "ai", "human"] as const;

export const chatSummary = z.object({
  id,
  channelId: id,
  contact: z.object({
    id,
    name: z.string(),
    phone: z.string().nullable(),
    tags: z.array(z.string()),
    operators: z.array(z.string()),
    consent: z.string(),
    blocked: z.boolean(),
  }),
  unreadCount: z.number(),
  lastMessage: z
    .object({ id, text: z.string(), type: z.string(), direction: z.enum(["in", "out"]), status: z.string(), createdAt: instant })
    .nullable(),
  lastMessageAt: instant.nullable(),
  lastInboundAt: instant.nullable(),
  /** Until when free messages may be sent. */
  windowExpiresAt: instant.nullable(),
  /** What the customer answered when asked whether this number may call on WhatsApp; without `until` it holds for ever. */
  callPermission: z.object({ accepted: z.boolean(), until: instant.nullable() }).nullable(),
  owner: z.enum(OWNERS),
  humanSince: instant.nullable(),
  /** The AI operator: whether it may answer this contact at all, and who would answer (or does, as soon as no person has the chat). */
  ai: z.object({ enabled: z.boolean(), agent: named.nullable(), thinking: z.boolean() }),
  openTickets: z.number(),
});
export type ChatSummary = z.infer<typeof chatSummary>;

export const chat = chatSummary.extend({
  fullContact: contact,
  activeRuns: z.array(z.object({ id, automation: named, status: z.string(), startedAt: instant })),
  notes: z.array(note),
});

const triggerExplanation = z.object({
  automation: named,
  triggerId: z.string(),
  type: z.string(),
  /** Whether the message fits it, be the automation on or off. */
  matched: z.boolean(),
  started: z.boolean(),
  /** `does_not_match`, `another_took_precedence`, `not_published`, `automation_paused`, `already_running`, `cooling_down`, … */
  reason: z.string(),
  /** In words. */
  detail: z.string(),
  /** What one may write to start it; empty where it listens to something else than certain words. */
  phrases: z.array(z.string()),
});
export type TriggerExplanation = z.infer<typeof triggerExplanation>;

/** Why a message did or did not start something: what every start step that listens to messages thought of it. */
export const explanation = z.object({
  messageId: id,
  /** What happened when it came; null where it was stored before this was recorded. */
  outcome: z
    .object({
      resumed: z.array(z.object({ runId: id, automation: named, stepId: z.string() })),
      started: z.object({ runId: id, automation: named, triggerId: z.string() }).nullable(),
      ignored: z.string().nullable(),
    })
    .nullable(),
  triggers: z.array(triggerExplanation),
});
export type Explanation = z.infer<typeof explanation>;

export const chats = {
  list: procedure("chats:read", "GET", "/chats", "Chats, the latest message first")
    .input(
      pageQuery.extend({
        view: z.enum(["all", "mine", "unassigned", "unread", "human"]).default("all"),
        search: z.string().trim().max(200).optional(),
        tag: z.string().max(200).optional(),
        list: z.string().max(200).optional(),
        operatorId: id.optional(),
        channelId: id.optional(),
        /** Chats whose contact is inside this automation now. */
        automationId: id.optional(),
        ticketStatus: z.string().max(60).optional(),
      }),
    )
    .output(page(chatSummary)),
  counts: procedure("chats:read", "GET", "/chats/counts", "How many chats each view has").output(
    z.object({ all: z.number(), mine: z.number(), unassigned: z.number(), unread: z.number(), human: z.number() }),
  ),
  get: procedure("chats:read", "GET", "/chats/{id}", "One chat with its contact").input(byId).output(chat),
  /** Makes the chat if the contact has none on that number. */
  open: procedure("chats:write", "POST", "/chats", { summary: "The chat with a contact or phone number", status: 200 })
    .input(z.object({ contactId: id.optional(), phone: phone.optional(), channelId: id.optional() }))
    .output(chat)
    .errors({ ...refusals.phone, ...refusals.conflict }),
  messages: procedure("chats:read", "GET", "/chats/{id}/messages", "Messages, newest first; `around` starts at a message that search found")
    .input(byId.extend(pageQuery.shape).extend({ around: id.optional(), search: z.string().max(200).optional() }))
    .output(page(message)),
  send: procedure("chats:write", "POST", "/chats/{id}/messages", { summary: "Send a message", status: 202 })
    .input(
      byId.extend({
        content: outboundContent,
        replyToMessageId: id.optional(),
        /** Operators who write take the chat over; the API may leave it to the bot. */
        takeOver: z.boolean().default(true),
      }),
    )
    .output(message)
    .errors(refusals.send),
  markRead: procedure("chats:write", "POST", "/chats/{id}/read", "Mark as read, for the customer too").input(byId).output(chatSummary),
  markUnread: procedure("chats:write", "POST", "/chats/{id}/unread", "Mark as unread").input(byId).output(chatSummary),
  typing: procedure("chats:write", "POST", "/chats/{id}/typing", "Show the customer that somebody is writing").input(byId).output(done),
  assign: procedure("chats:write", "POST", "/chats/{id}/operators", "Who takes care of this contact: e-mail addresses, replaces all")
    .input(byId.extend({ operators: z.array(z.string().max(320)).max(50) }))
    .output(chatSummary),
  takeOver: procedure("chats:write", "POST", "/chats/{id}/take-over", "A person answers: the AI stays silent")
    .input(byId)
    .output(chatSummary),
  giveBack: procedure("chats:write", "POST", "/chats/{id}/give-back", "Bot and AI answer again").input(byId).output(chatSummary),
  setAi: procedure("chats:write", "POST", "/chats/{id}/ai", "Turn the AI on or off for this contact")
    .input(byId.extend({ enabled: z.boolean() }))
    .output(chatSummary),
  bulk: procedure("chats:write", "POST", "/chats/bulk", "The same for up to 1,000 chats")
    .input(
      z
        .object({
          ids,
          action: z.enum(["read", "unread", "take_over", "give_back", "assign", "unassign"]),
          /** E-mail addresses; replaces who took care until now. */
          operators: z.array(z.string().max(320)).min(1).max(50).optional(),
        })
        .refine(({ action, operators }) => (action === "assign") === (operators !== undefined), {
          path: ["operators"],
          error: "Name the operators with `assign`, and only there; `unassign` takes all away.",
        }),
    )
    .output(z.object({ changed: z.number() })),
};

export const messages = {
  get: procedure("chats:read", "GET", "/messages/{id}", "One message").input(byId).output(message),
  /** By phone number, without knowing the chat: what systems use. */
  send: procedure("chats:write", "POST", "/messages", { summary: "Send a message to a phone number or contact", status: 202 })
    .input(z.object({ to: phone.optional(), contactId: id.optional(), channelId: id.optional(), content: outboundContent }))
    .output(message)
    .errors({ ...refusals.send, ...refusals.phone }),
  retry: procedure("chats:write", "POST", "/messages/{id}/retry", { summary: "Send a failed message again, as a new one", status: 202 })
    .input(byId)
    .output(message)
    .errors(refusals.send),
  react: procedure("chats:write", "POST", "/messages/{id}/reaction", "React with an emoji; null takes it back")
    .input(byId.extend({ emoji: z.string().min(1).max(16).nullable() }))
    .output(message)
    .errors(refusals.send),
  search: procedure("chats:read", "GET", "/messages", "Full-text search in all chats, newest first")
    .input(pageQuery.extend({ search: z.string().trim().min(2).max(200), contactId: id.optional() }))
    .output(page(message.extend({ contactName: z.string() }))),
  explain: procedure("automations:read", "GET", "/messages/{id}/explanation", "Why this message did or did not start something")
    .input(byId)
    .output(explanation),
};

/** Files of messages and templates. Reading is a plain `GET /api/v1/media/{id}`, for members only. */
export const media = {
  upload: procedure("chats:write", "POST", "/media", { summary: "Upload a file (up to 100 MB)", status: 201 })
    .input(z.object({ file: z.file().max(100 * 1024 * 1024) }))
    .output(z.object({ id, mimeType: z.string(), filename: z.string().nullable(), size: z.number(), url: z.string() })),
};
