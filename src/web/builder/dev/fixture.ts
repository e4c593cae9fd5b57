/** An automation to look at while developing. */
import type { Draft, StepDraft } from "../document/draft.ts";

export const fixture: Draft = {
  name: "Welcome and first order",
  description: "Greets, asks what they need, reminds.",
  triggers: [
    { id: "t1", type: "customer_message", config: { phrases: ["START", "Hello", "Ciao"] }, next: "s1" },
    { id: "t2", type: "list", config: { lists: ["Newsletter"], event: "added" }, next: "s1" },
  ],
  steps: [
    {
      id: "s1",
      type: "send_message",
      config: {
        kind: "buttons",
        text: 'Hi {{ contact.first_name | default: "there" }}! 👋\nWhat can we do for you?',
        buttons: [
          { id: "order", title: "Place an order" },
          { id: "help", title: "Ask a question" },
          { id: "later", title: "Not now" },
        ],
        timeout: { hours: 24 },
      },
      exits: { order: "s2", help: "s5", timeout: "s7" },
    },
    {
      id: "s2",
      type: "customer_response",
      config: { timeout: { hours: 2 }, saveTo: "CITY", cases: [{ id: "rome", match: "exact", phrases: ["Rome", "Roma"] }] },
      exits: { replied: "s3", rome: "s4" },
    },
    {
      id: "s3",
      type: "if_else",
      config: {
        if: {
          all: [
            { field: "now.in_working_hours", op: "eq", value: true },
            {
              any: [
                { field: "contact.tags", op: "has_any", value: ["vip"] },
                { field: "contact.fields.CITY", op: "eq", value: "Milan" },
              ],
            },
          ],
        },
      },
      exits: { then: "s4", else: "s8" },
    },
    { id: "s4", type: "add_operators", config: { operators: ["anna@example.com", "nobody@example.com"], pick: "round_robin" }, exits: {} },
    {
      id: "s5",
      type: "open_ticket",
      config: { title: "{{ contact.first_name }} has a question", priority: "high" },
      exits: { next: "s6" },
      label: "Ticket for support",
    },
    { id: "s6", type: "add_tag", config: { tags: ["question", "ghost"] }, exits: {} },
    { id: "s7", type: "delay", config: { for: { days: 1, hours: 2 }, onlyBetween: { from: "09:00", to: "19:00" } }, exits: { next: "s9" } },
    { id: "s8", type: "fill_field", config: { field: "vars.tries", value: "{{ vars.tries | plus: 1 }}" }, exits: { next: "s7" } },
    { id: "s9", type: "go_to", config: { step: "s1" }, exits: {} },
  ],
  canvas: { notes: [{ id: "n1", text: "Ask Marta before changing the greeting.", position: { x: 0, y: 420 } }] },
};

/** 500 steps: for looking at speed. */
export function large(count: number): Draft {
  return {
    name: `${count} steps`,
    triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["START"] }, next: "s0" }],
    steps: Array.from(
      { length: count },
      (_, index): StepDraft => ({
        id: `s${index}`,
        type: index % 3 === 0 ? "if_else" : index % 3 === 1 ? "delay" : "add_tag",
        config:
          index % 3 === 0
            ? { if: { field: "contact.first_name", op: "eq", value: "A" } }
            : index % 3 === 1
              ? { for: { hours: 1 } }
              : { tags: ["vip"] },
        exits: Object.fromEntries(
          (index % 3 === 0 ? ["then", "else"] : ["next"]).flatMap((exit, at) =>
            index * 2 + 1 + at < count ? [[exit, `s${index * 2 + 1 + at}`]] : [],
          ),
        ),
      }),
    ),
  };
}
