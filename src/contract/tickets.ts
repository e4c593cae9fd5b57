import { z } from "zod";
import { MAX_TICKET_REFERENCE } from "../domain/ticket.ts";
import { all, byId, done, id, ids, instant, json, name, named, page, pageQuery, period } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";

export const TICKET_PRIORITIES = ["lowest", "low", "medium", "high", "highest", "urgent"] as const;

export const ticket = z.object({
  id,
  reference: z.string(),
  title: z.string(),
  description: z.string(),
  status: z.string(),
  done: z.boolean(),
  priority: z.enum(TICKET_PRIORITIES),
  category: z.string().nullable(),
  /** E-mail address of the member. */
  owner: z.string().nullable(),
  contact: z.object({ id, name: z.string(), phone: z.string().nullable() }),
  automation: named.nullable(),
  createdAt: instant,
  updatedAt: instant,
  closedAt: instant.nullable(),
});
export type Ticket = z.infer<typeof ticket>;

const change = z.object({
  title: z.string().trim().min(1).max(300).optional(),
  description: z.string().max(20_000).optional(),
  status: z.string().min(1).max(60).optional(),
  priority: z.enum(TICKET_PRIORITIES).optional(),
  category: z.string().min(1).max(200).nullable().optional(),
  owner: z.string().max(320).nullable().optional(),
});

export const ticketFilter = z.object({
  search: z.string().trim().max(200).optional(),
  status: z.string().max(60).optional(),
  done: z.boolean().optional(),
  priority: z.enum(TICKET_PRIORITIES).optional(),
  category: z.string().max(200).optional(),
  owner: z.string().max(320).optional(),
  contactId: id.optional(),
});

export const ticketHistoryEntry = z.object({
  id,
  at: instant,
  /** Before and after, `{"status": ["open", "resolved"]}`, or `{"note": "…"}`. */
  change: z.record(z.string(), json),
  author: z.string().nullable(),
  automation: named.nullable(),
});

export const tickets = {
  list: procedure("tickets:read", "GET", "/tickets", "Tickets, newest first")
    .input(pageQuery.extend(ticketFilter.shape))
    .output(page(ticket)),
  board: procedure("tickets:read", "GET", "/tickets/board", "The first 50 tickets of each status, and how many there are")
    .input(ticketFilter.omit({ status: true, done: true }))
    .output(
      z.object({ columns: z.array(z.object({ status: z.string(), done: z.boolean(), count: z.number(), tickets: z.array(ticket) })) }),
    ),
  get: procedure("tickets:read", "GET", "/tickets/{id}", "One ticket with its history")
    .input(byId)
    .output(ticket.extend({ history: z.array(ticketHistoryEntry) })),
  create: procedure("tickets:write", "POST", "/tickets", { summary: "Open a ticket", status: 201 })
    .input(
      change.extend({
        contactId: id,
        title: z.string().trim().min(1).max(300),
        reference: z.string().trim().min(1).max(MAX_TICKET_REFERENCE).optional(),
      }),
    )
    .output(ticket),
  update: procedure("tickets:write", "PATCH", "/tickets/{id}", "Change a ticket; saving the same status is no change")
    .input(byId.extend(change.shape))
    .output(ticket),
  addNote: procedure("tickets:write", "POST", "/tickets/{id}/notes", "Write a note")
    .input(byId.extend({ text: z.string().trim().min(1).max(20_000) }))
    .output(done),
  bulkUpdate: procedure("tickets:write", "POST", "/tickets/bulk-update", "The same change for up to 1,000 tickets")
    .input(z.object({ ids, change: change.omit({ title: true, description: true }) }))
    .output(z.object({ changed: z.number() })),
  delete: procedure("tickets:write", "DELETE", "/tickets/{id}", "Delete a ticket").input(byId).output(done),
  statistics: procedure("tickets:read", "GET", "/tickets/statistics", "Opened, closed and mean time to close, by category")
    .input(period)
    .output(
      all(
        z.object({
          category: z.string().nullable(),
          opened: z.number(),
          closed: z.number(),
          open: z.number(),
          meanHoursToClose: z.number().nullable(),
        }),
      ),
    ),
  categories: procedure("tickets:read", "GET", "/ticket-categories", "Categories").output(
    all(z.object({ id, name: z.string(), tickets: z.number() })),
  ),
  createCategory: procedure("tickets:write", "POST", "/ticket-categories", { summary: "Make a category", status: 201 })
    .input(z.object({ name }))
    .output(named)
    .errors(refusals.nameTaken),
  renameCategory: procedure("workspace:write", "PATCH", "/ticket-categories/{id}", "Rename a category; tickets and automations follow")
    .input(byId.extend({ name }))
    .output(named)
    .errors(refusals.nameTaken),
  deleteCategory: procedure("workspace:write", "DELETE", "/ticket-categories/{id}", "Delete a category; its tickets have none then")
    .input(byId)
    .output(done),
  statuses: procedure("tickets:read", "GET", "/ticket-statuses", "The product's statuses and one's own").output(
    all(z.object({ id: id.nullable(), name: z.string(), label: z.string().nullable(), done: z.boolean() })),
  ),
  createStatus: procedure("workspace:write", "POST", "/ticket-statuses", {
    summary: "Make an own status, counted as open or done",
    status: 201,
  })
    .input(
      z.object({
        name: z
          .string()
          .trim()
          .regex(/^[a-z][a-z0-9_]{0,59}$/, "small letters, digits and _"),
        label: name.optional(),
        done: z.boolean(),
      }),
    )
    .output(z.object({ id, name: z.string(), label: z.string().nullable(), done: z.boolean() }))
    .errors(refusals.nameTaken),
  deleteStatus: procedure(
    "workspace:write",
    "DELETE",
    "/ticket-statuses/{id}",
    "Delete an own status that no ticket has and no automation names",
  )
    .input(byId)
    .output(done)
    .errors(refusals.inUse),
};
