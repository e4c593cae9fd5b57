import { z } from "zod";
import { TICKET_PRIORITIES, ticketReference } from "../../domain/ticket.ts";
import { causedBy } from "../contact-change.ts";
import { optionalLiquidText } from "../liquid-text.ts";
import { reference, ticketStatus } from "../reference.ts";
import { defineStep, exit, failed } from "../step.ts";
import { updateTicket } from "../ticket-change.ts";

const config = z
  .strictObject({
    reference: optionalLiquidText(256).describe("Which ticket of this contact; the run's ticket when left out"),
    status: ticketStatus().optional(),
    priority: z.enum(TICKET_PRIORITIES).optional(),
    category: reference("ticket_category").optional(),
    owner: reference("operator").optional().describe("E-mail address of the operator in charge"),
    note: optionalLiquidText().describe("Joins the ticket's history"),
  })
  .refine(({ reference: _, ...changes }) => Object.values(changes).some((change) => change !== undefined), {
    error: "say what changes: status, priority, category, owner or note",
  });

export const step = defineStep({
  type: "update_ticket",
  group: "people",
  title: "Update ticket",
  summary: "Changes a ticket of this contact. What is so already changes nothing and starts nothing.",
  config,
  exits: () => [{ name: "next" }, { name: "failed", label: "no such ticket" }],
  changes: ({ status }) => (status === undefined ? [] : [{ subject: "ticket_status", to: status }]),
  enter(config, { scope, run, origin, render }) {
    const wanted = config.reference === undefined ? undefined : ticketReference(render(config.reference));
    const ticket = scope.tickets.find((candidate) =>
      wanted === undefined ? candidate.id === run.ticket?.id : candidate.reference === wanted,
    );
    if (!ticket) return failed("ticket_not_found", wanted ?? run.ticket?.reference);
    const { status, priority, category, owner } = config;
    const note = config.note === undefined ? undefined : render(config.note).trim() || undefined;
    const changed = updateTicket(
      scope,
      ticket,
      { ...(status && { status }), ...(priority && { priority }), ...(category && { category }), ...(owner && { owner }) },
      note,
      causedBy(run),
      origin,
    );
    return exit("next", { ticketId: ticket.id, reference: ticket.reference, changed: Object.keys(changed) });
  },
  examples: [
    { title: "Solved", config: { status: "resolved", note: "The customer confirmed: {{ reply.text }}" } },
    { title: "By its number", config: { reference: "ORD-%%ORDER_ID%%", priority: "urgent" } },
  ],
});
