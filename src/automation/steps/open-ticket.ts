import { z } from "zod";
import { cutText } from "../../domain/storable.ts";
import { MAX_TICKET_TITLE, TICKET_PRIORITIES, ticketReference } from "../../domain/ticket.ts";
import { causedBy } from "../contact-change.ts";
import { liquidText, optionalLiquidText } from "../liquid-text.ts";
import { reference, ticketStatus } from "../reference.ts";
import type { Scope } from "../scope.ts";
import { defineStep, exit } from "../step.ts";
import { freeReference, isDone, openTicket } from "../ticket-change.ts";

const config = z.strictObject({
  title: liquidText(1000).describe("What it is about"),
  description: optionalLiquidText(),
  priority: z.enum(TICKET_PRIORITIES).default("medium"),
  status: ticketStatus().default("open").describe("One of the workspace's statuses"),
  category: reference("ticket_category").optional().describe("Made on first use"),
  owner: reference("operator").optional().describe("E-mail address of the operator in charge"),
  reference: optionalLiquidText(256).describe("Your own number; one is made up when left out or empty"),
  ifOpen: z
    .enum(["create", "reuse"])
    .default("create")
    .describe(
      "When the contact has such a ticket that is not done (of this reference, else of this category): open another all the same, or go on with that one",
    ),
});

export const step = defineStep({
  type: "open_ticket",
  group: "people",
  title: "Open ticket",
  summary: "Opens a ticket for the contact. It becomes the run's ticket: {{ ticket.reference }} and Update ticket mean it.",
  config,
  exits: () => [{ name: "next" }],
  changes: ({ category, ifOpen }) => [
    { subject: "ticket_created", to: "created", always: ifOpen === "create", category: category ?? null },
  ],
  enter(config, { scope, run, origin, render, environment }) {
    const category = config.category ?? null;
    const reference = ticketReference(render(config.reference ?? ""));
    const open = config.ifOpen === "reuse" ? newest(scope, category, reference) : undefined;
    if (open) {
      run.ticket = { id: open.id, reference: open.reference };
      return exit("next", { ticketId: open.id, reference: open.reference, reused: true });
    }
    const id = environment.newId();
    const ticket = {
      id,
      reference: freeReference(scope, reference || madeUpReference(id)),
      title: cutText(render(config.title).trim(), MAX_TICKET_TITLE) || "–",
      description: render(config.description ?? ""),
      priority: config.priority,
      status: config.status,
      category,
      owner: config.owner ?? null,
      done: isDone(scope, config.status),
      createdAt: environment.now,
    };
    run.ticket = { id, reference: ticket.reference };
    openTicket(scope, ticket, causedBy(run), origin);
    return exit("next", { ticketId: id, reference: ticket.reference });
  },
  examples: [
    { title: "A person is needed", config: { title: "{{ contact.first_name }}: {{ reply.text }}", priority: "high", category: "Support" } },
    { title: "One ticket per order", config: { title: "Order", reference: "ORD-%%ORDER_ID%%", ifOpen: "reuse" } },
  ],
});

/** A reference says which ticket is meant; without one it is any of that category. */
function newest(scope: Scope, category: string | null, reference: string) {
  return scope.tickets
    .filter((ticket) => !ticket.done && (reference === "" ? ticket.category === category : ticket.reference === reference))
    .reduce<Scope["tickets"][number] | undefined>(
      (last, ticket) => (last === undefined || ticket.createdAt >= last.createdAt ? ticket : last),
      undefined,
    );
}

/** Ids are UUIDv7: the last ten digits are chance, and short enough to say on the telephone. */
function madeUpReference(id: string): string {
  return `T-${id.replaceAll("-", "").slice(-10).toUpperCase()}`;
}
