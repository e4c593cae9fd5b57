import { z } from "zod";
import { reference, ticketStatus } from "../reference.ts";
import { defineTrigger } from "../trigger.ts";

const statuses = z.array(ticketStatus()).max(50).default([]);
const config = z
  .strictObject({
    event: z.enum(["created", "status_changed"]).default("created"),
    from: statuses.describe("status_changed: only from these; any when empty"),
    to: statuses.describe("status_changed: only to these; any when empty"),
    categories: z.array(reference("ticket_category")).max(100).default([]).describe("Only tickets of these categories; all when empty"),
  })
  .refine((value) => value.event === "status_changed" || value.from.length + value.to.length === 0, {
    error: "from and to go with status_changed",
  });

export const trigger = defineTrigger({
  type: "ticket",
  title: "Ticket",
  summary: "Starts when a ticket of the contact is opened or changes its status, whoever does it. The ticket becomes the run's ticket.",
  config,
  on: "ticket_changed",
  reentry: "parallel",
  reactsTo: ({ event, from, to, categories }) =>
    event === "created" ? { subject: "ticket_created", from: [], to: [], categories } : { subject: "ticket_status", from, to, categories },
  match({ event: change, from, to, categories }, event) {
    if (event.type !== "ticket_changed" || event.change !== change) return null;
    const { ticket } = event;
    if (from.length > 0 && !from.includes(event.from ?? "")) return null;
    if (to.length > 0 && !to.includes(ticket.status)) return null;
    if (categories.length > 0 && !categories.includes(ticket.category ?? "")) return null;
    return {
      context: { ticket: { ...ticket, event: change, from: event.from ?? null } },
      ticket: { id: ticket.id, reference: ticket.reference },
    };
  },
  examples: [
    { title: "Survey after a solved problem", config: { event: "status_changed", to: ["resolved"] } },
    { title: "A new complaint", config: { event: "created", categories: ["Complaint"] } },
  ],
});
