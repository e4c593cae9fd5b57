import { resolvePeriod } from "../../domain/period.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { TICKET_STATUSES } from "../../domain/ticket.ts";
import { changeTickets, createTicket, type TicketChange } from "../../operations/change-ticket.ts";
import { refuseIfUsed, renameInDrafts } from "../../operations/object-references.ts";
import { inTransaction } from "../../store/db.ts";
import { notifyWork } from "../../store/notify.ts";
import { deleteObject, findObject, insertObject, updateObject } from "../../store/objects.ts";
import {
  countTicketsByStatus,
  deleteTicket,
  findTickets,
  listCategories,
  listOwnStatuses,
  listTicketHistory,
  listTickets,
  presentTicket,
  renameTicketCategory,
  type TicketRow,
  ticketStatistics,
} from "../../store/tickets.ts";
import { type Context, catalogOf, mustFindContact } from "../contact-access.ts";
import { refuseTakenName } from "../name-taken.ts";
import { api } from "../procedures.ts";

/** Cards of one column of the board. */
const BOARD_CARDS = 50;

async function mustFind({ app, caller }: Context, id: string): Promise<TicketRow> {
  const [row] = await findTickets(app.db, caller.workspaceId, [id], caller.onlyAssignedTo);
  if (!row) throw notFound("ticket");
  return row;
}

async function change(context: Context, rows: TicketRow[], values: TicketChange): Promise<string[]> {
  const { app, caller } = context;
  const refs = rows.map(({ id, contact_id }) => ({ id, contactId: contact_id }));
  return await inTransaction(app.pool, (tx) => changeTickets(tx, app, caller.workspaceId, refs, values, caller.memberId));
}

async function mustFindCategory({ app, caller }: Context, id: string): Promise<string> {
  const row = await findObject(app.db, "ticket_category", caller.workspaceId, id);
  if (!row) throw notFound("category");
  return row["name"] as string;
}

const BUILT_IN = Object.entries(TICKET_STATUSES).map(([name, { done }]) => ({ id: null, name, label: null, done }));

export const tickets = {
  list: api.tickets.list.handler(({ context: { app, caller }, input }) =>
    listTickets(app.db, caller.workspaceId, { ...input, onlyAssignedTo: caller.onlyAssignedTo }),
  ),

  board: api.tickets.board.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const query = { ...input, onlyAssignedTo: caller.onlyAssignedTo };
    const counts = await countTicketsByStatus(app.db, caller.workspaceId, query);
    const { ticketStatuses } = (await catalogOf(context)).snapshot;
    const columns = await Promise.all(
      Object.values(ticketStatuses).map(async ({ name, done }) => {
        const count = counts.get(name) ?? 0;
        const page =
          count === 0 ? { items: [] } : await listTickets(app.db, caller.workspaceId, { ...query, status: name, limit: BOARD_CARDS });
        return { status: name, done, count, tickets: page.items };
      }),
    );
    return { columns };
  }),

  get: api.tickets.get.handler(async ({ context, input }) => {
    const row = await mustFind(context, input.id);
    return { ...presentTicket(row), history: await listTicketHistory(context.app.db, context.caller.workspaceId, row.id) };
  }),

  create: api.tickets.create.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindContact(context, input.contactId);
    const id = await inTransaction(app.pool, (tx) => createTicket(tx, app, caller.workspaceId, { ...input, authorId: caller.memberId }));
    return presentTicket(await mustFind(context, id));
  }),

  update: api.tickets.update.handler(async ({ context, input: { id, ...values } }) => {
    await change(context, [await mustFind(context, id)], values);
    return presentTicket(await mustFind(context, id));
  }),

  addNote: api.tickets.addNote.handler(async ({ context, input }) => {
    await change(context, [await mustFind(context, input.id)], { note: input.text });
    return { ok: true as const };
  }),

  bulkUpdate: api.tickets.bulkUpdate.handler(async ({ context, input }) => {
    const rows = await findTickets(context.app.db, context.caller.workspaceId, input.ids, context.caller.onlyAssignedTo);
    return { changed: (await change(context, rows, input.change)).length };
  }),

  delete: api.tickets.delete.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { id, contact_id: contactId } = await mustFind(context, input.id);
    await inTransaction(app.pool, async ({ db, client }) => {
      await deleteTicket(db, caller.workspaceId, id);
      await notifyWork(client, {}, [{ w: caller.workspaceId, t: "ticket.changed", id, contactId }]);
    });
    return { ok: true as const };
  }),

  statistics: api.tickets.statistics.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { timeZone } = (await catalogOf(context)).snapshot;
    const period = resolvePeriod(input, app.clock.now(), timeZone);
    return { items: await ticketStatistics(app.db, caller.workspaceId, caller.onlyAssignedTo, period, timeZone) };
  }),

  categories: api.tickets.categories.handler(async ({ context: { app, caller } }) => ({
    items: await listCategories(app.db, caller.workspaceId, caller.onlyAssignedTo),
  })),

  createCategory: api.tickets.createCategory.handler(async ({ context: { app, caller }, input }) => {
    const id = await refuseTakenName(
      input.name,
      inTransaction(app.pool, ({ db }) => insertObject(db, "ticket_category", caller.workspaceId, { name: input.name })),
    );
    return { id, name: input.name };
  }),

  renameCategory: api.tickets.renameCategory.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const old = await mustFindCategory(context, input.id);
    await refuseTakenName(
      input.name,
      inTransaction(app.pool, async ({ db }) => {
        await updateObject(db, "ticket_category", caller.workspaceId, input.id, { name: input.name });
        await renameTicketCategory(db, caller.workspaceId, old, input.name);
        await renameInDrafts(db, app.registry, caller.workspaceId, { kind: "ticket_category", id: input.id, name: old }, input.name);
      }),
    );
    return { id: input.id, name: input.name };
  }),

  deleteCategory: api.tickets.deleteCategory.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const old = await mustFindCategory(context, input.id);
    await inTransaction(app.pool, async ({ db }) => {
      await renameTicketCategory(db, caller.workspaceId, old, null);
      await deleteObject(db, "ticket_category", caller.workspaceId, input.id);
    });
    return { ok: true as const };
  }),

  statuses: api.tickets.statuses.handler(async ({ context: { app, caller } }) => ({
    items: [...BUILT_IN, ...(await listOwnStatuses(app.db, caller.workspaceId))],
  })),

  createStatus: api.tickets.createStatus.handler(async ({ context: { app, caller }, input }) => {
    if (Object.hasOwn(TICKET_STATUSES, input.name))
      throw new Refusal("name_taken", `"${input.name}" is one of the product's own statuses.`);
    const values = { name: input.name, label: input.label ?? null, done: input.done };
    const id = await refuseTakenName(
      input.name,
      inTransaction(app.pool, ({ db }) => insertObject(db, "ticket_status", caller.workspaceId, values)),
    );
    return { id, ...values };
  }),

  deleteStatus: api.tickets.deleteStatus.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await findObject(app.db, "ticket_status", caller.workspaceId, input.id);
    if (!row) throw notFound("status");
    const name = row["name"] as string;
    const used = (await countTicketsByStatus(app.db, caller.workspaceId, { onlyAssignedTo: null })).get(name) ?? 0;
    if (used > 0) throw new Refusal("in_use", `${used} tickets have this status.`, { usedBy: [] });
    // Their tickets would stand in no column of the board.
    await refuseIfUsed(app.db, app.registry, caller.workspaceId, { kind: "ticket_status", id: name, name });
    await inTransaction(app.pool, ({ db }) => deleteObject(db, "ticket_status", caller.workspaceId, input.id));
    return { ok: true as const };
  }),
};
