import { expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import { engineFixture, MONDAY_10, stepFixture } from "../scope-fixture.ts";
import type { TicketState } from "../state.ts";

const registry = await loadRegistry();
const ticket = (parts: Partial<TicketState> = {}): TicketState => ({
  id: "k1",
  reference: "T-1",
  title: "Old",
  status: "open",
  priority: "medium",
  category: null,
  owner: null,
  description: "",
  done: false,
  createdAt: MONDAY_10 - 1000,
  ...parts,
});
const open = (config: object, tickets: TicketState[] = [], contact: object = {}) =>
  stepFixture(registry, "open_ticket", { title: "Help", ...config }, ["next"], { contact, scope: { tickets } });

test("a ticket is opened with rendered texts and becomes the run's ticket", () => {
  const config = {
    title: "Problem of {{ contact.first_name }}",
    priority: "high",
    category: "Logistics",
    reference: "ORD-%%CITY%%",
    description: "{{ contact.phone }}",
  };
  const engine = open(config, [], { fields: { CITY: "77" } });
  const expected = {
    reference: "ORD-77",
    title: "Problem of Ada",
    priority: "high",
    status: "open",
    category: "Logistics",
    description: "+393330000001",
    done: false,
    owner: null,
  };
  expect(engine.effects("open_ticket")[0]?.ticket).toMatchObject(expected);
  expect(engine.scope.tickets[0]).toMatchObject(expected);
  expect(engine.run().ticket).toEqual({ id: engine.scope.tickets[0]?.id, reference: "ORD-77" });
});

test("without a reference one is made up from the id; a taken one gets a number", () => {
  expect(open({ reference: " {{ vars.none }} " }).scope.tickets[0]?.reference).toMatch(/^T-[0-9A-Z]+$/);
  expect(open({ reference: "T-1" }, [ticket()]).scope.tickets.at(-1)?.reference).toBe("T-1-2");
});

test("reuse goes on with the newest open ticket of the category; create opens another all the same", () => {
  const tickets = [
    ticket(),
    ticket({ id: "k2", reference: "T-2", createdAt: MONDAY_10 }),
    ticket({ id: "k3", category: "Other" }),
    ticket({ id: "k4", done: true, status: "closed", createdAt: MONDAY_10 + 1 }),
  ];
  const reused = open({ ifOpen: "reuse" }, tickets);
  expect(reused.run().ticket).toEqual({ id: "k2", reference: "T-2" });
  expect(reused.effects("open_ticket")).toEqual([]);
  expect(open({ ifOpen: "reuse", category: "Billing" }, [...tickets]).effects("open_ticket").length).toBe(1);
  expect(open({ ifOpen: "create" }, [...tickets]).effects("open_ticket").length).toBe(1);
});

const update = (config: object, tickets = [ticket()]) =>
  stepFixture(registry, "update_ticket", config, ["next", "failed"], { scope: { tickets } });

test("a ticket is found by its reference, changed, and what changed is told", () => {
  const engine = update({
    reference: "T-1",
    status: "resolved",
    priority: "medium",
    owner: "anna@example.com",
    note: "by {{ contact.first_name }}",
  });
  expect(engine.effects("update_ticket")).toEqual([
    {
      kind: "update_ticket",
      id: "k1",
      ticket: ticket({ status: "resolved", owner: "anna@example.com", done: true }),
      changed: { status: ["open", "resolved"], owner: [null, "anna@example.com"] },
      note: "by Ada",
      origin: expect.any(Object),
    },
  ]);
  expect(engine.notes()).toEqual(["next"]);
});

test("what is so already changes nothing; a note alone is kept", () => {
  expect(update({ reference: "T-1", status: "open" }).effects("update_ticket")).toEqual([]);
  expect(update({ reference: "T-1", note: "x" }).effects("update_ticket")[0]).toMatchObject({ changed: {}, note: "x" });
});

test("a ticket of nobody, or of another contact, takes the failed exit", () => {
  const engine = update({ reference: "T-9", status: "resolved" });
  expect(engine.notes()).toEqual(["failed"]);
  expect(engine.scope.records[0]?.error).toBe("ticket_not_found: T-9");
  expect(update({ status: "resolved" }).notes()).toEqual(["failed"]);
});

const survey = {
  name: "Survey",
  triggers: [
    {
      id: "t",
      type: "ticket",
      config: { event: "status_changed", from: ["open"], to: ["resolved"], categories: ["Logistics"] },
      next: "n",
    },
  ],
  steps: [{ id: "n", type: "add_note", config: { text: "{{ ticket.reference }} {{ ticket.title }} {{ trigger.ticket.from }}" } }],
};
const changed = (from: string, status: string, category: string | null) =>
  ({
    type: "ticket_changed",
    change: "status_changed",
    from,
    ticket: { id: "k1", reference: "T-1", title: "Old", status, priority: "low", category },
  }) as const;

test("a change of status starts what listens to it, with the ticket as the run's", () => {
  const engine = engineFixture(registry, [survey]);
  engine.receive(changed("open", "resolved", "Logistics"));
  engine.receive(changed("open", "closed", "Logistics"));
  engine.receive(changed("pending", "resolved", "Logistics"));
  engine.receive(changed("open", "resolved", "Other"));
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["T-1 Old open"]);
  expect(engine.run().ticket).toEqual({ id: "k1", reference: "T-1" });
});

test("a step that resolves a ticket starts the survey once; resolving it again does not", () => {
  const help = {
    name: "Help",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["help"] }, next: "k" }],
    steps: [
      { id: "k", type: "open_ticket", config: { title: "x", category: "Logistics", reference: "R" }, exits: { next: "u" } },
      { id: "u", type: "update_ticket", config: { status: "resolved" }, exits: { next: "v" } },
      { id: "v", type: "update_ticket", config: { status: "resolved" } },
    ],
  };
  const engine = engineFixture(registry, [help, survey]);
  engine.write("help");
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["R x open"]);
  expect(engine.run("Survey").depth).toBe(1);
});
