import { normalizePhone } from "../../domain/phone.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { changeContacts } from "../../operations/change-contact.ts";
import { sendChatMessage } from "../../operations/send-chat-message.ts";
import { upsertContacts } from "../../operations/upsert-contacts.ts";
import { findChannel } from "../../store/channels.ts";
import {
  activeRunsOf,
  type ChatRow,
  type ChatScope,
  countChats,
  findChatOf,
  findChats,
  insertChat,
  listChats,
  presentChat,
  updateChats,
} from "../../store/chats.ts";
import { inTransaction } from "../../store/db.ts";
import { newId } from "../../store/id.ts";
import { findMessage, lastInboundProviderId, listMessages, type MessageRow, presentMessage } from "../../store/messages.ts";
import { listNotes } from "../../store/notes.ts";
import { notifyWork } from "../../store/notify.ts";
import { type Context, catalogOf, mustFindContact, readContact, sourceOf } from "../contact-access.ts";
import { graphChannel } from "../graph-channel.ts";
import { api } from "../procedures.ts";

export async function chatScopeOf(context: Context): Promise<ChatScope> {
  const { memberId, onlyAssignedTo } = context.caller;
  return { catalog: await catalogOf(context), memberId, onlyAssignedTo };
}

export async function mustFindChat(context: Context, id: string): Promise<ChatRow> {
  const [row] = await findChats(context.app.db, await chatScopeOf(context), [id]);
  if (!row) throw notFound("chat");
  return row;
}

async function readChat(context: Context, id: string) {
  return presentChat(await mustFindChat(context, id), await catalogOf(context));
}

async function wholeChat(context: Context, row: ChatRow) {
  const { app, caller } = context;
  const [fullContact, activeRuns, notes] = await Promise.all([
    readContact(context, row.contact_id),
    activeRunsOf(app.db, caller.workspaceId, row.contact_id),
    listNotes(app.db, caller.workspaceId, row.contact_id, { limit: 20 }),
  ]);
  return { ...presentChat(row, await catalogOf(context)), fullContact, activeRuns, notes: notes.items };
}

async function change(context: Context, rows: ChatRow[], values: Parameters<typeof updateChats>[3]): Promise<number> {
  const { app, caller } = context;
  return await inTransaction(app.pool, async ({ db, client }) => {
    const changed = await updateChats(
      db,
      caller.workspaceId,
      rows.map(({ id }) => id),
      values,
    );
    await notifyWork(
      client,
      {},
      rows.map(({ id, contact_id }) => ({ w: caller.workspaceId, t: "chat.updated", id, chatId: id, contactId: contact_id })),
    );
    return changed;
  });
}

async function changeOne(context: Context, id: string, values: Parameters<typeof updateChats>[3]) {
  await change(context, [await mustFindChat(context, id)], values);
  return await readChat(context, id);
}

async function assign(context: Context, rows: ChatRow[], operators: string[]): Promise<number> {
  const { app, caller } = context;
  const changes = [...new Set(rows.map((row) => row.contact_id))].map((contactId) => ({ contactId, change: { operators } }));
  const changed = await inTransaction(app.pool, async (tx) => {
    const ids = await changeContacts(tx, app, caller.workspaceId, changes, { source: sourceOf(caller) });
    await notifyWork(
      tx.client,
      {},
      rows.map(({ id, contact_id }) => ({ w: caller.workspaceId, t: "chat.updated", id, chatId: id, contactId: contact_id })),
    );
    return ids;
  });
  return changed.length;
}

/** Blue ticks and typing are a courtesy: WhatsApp's troubles with them are nobody's. */
function tellCustomer(context: Context, row: ChatRow, what: "markRead" | "showTyping"): void {
  const { app, caller } = context;
  app.later(what, async () => {
    const [channel, providerId] = await Promise.all([
      findChannel(app.db, caller.workspaceId, row.channel_id),
      lastInboundProviderId(app.db, caller.workspaceId, row.id),
    ]);
    if (channel?.status === "active" && channel.access_token && providerId) await app.graph[what](graphChannel(app, channel), providerId);
  });
}

export const chats = {
  list: api.chats.list.handler(async ({ context, input }) => await listChats(context.app.db, await chatScopeOf(context), input)),
  counts: api.chats.counts.handler(async ({ context }) => await countChats(context.app.db, await chatScopeOf(context))),
  get: api.chats.get.handler(async ({ context, input }) => await wholeChat(context, await mustFindChat(context, input.id))),

  open: api.chats.open.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const scope = await chatScopeOf(context);
    const channelId = input.channelId ?? scope.catalog.defaultChannelId;
    if (!channelId || !(await findChannel(app.db, caller.workspaceId, channelId))) throw notFound("number");
    const contactId = input.contactId ?? (await contactByPhone(context, input.phone));
    await mustFindContact(context, contactId);
    await insertChat(app.db, caller.workspaceId, { id: newId(), contactId, channelId, now: app.clock.now() });
    return await wholeChat(context, (await findChatOf(app.db, scope, contactId, channelId)) as ChatRow);
  }),

  messages: api.chats.messages.handler(async ({ context, input }) => {
    const { id, ...query } = input;
    await mustFindChat(context, id);
    return await listMessages(context.app.db, context.caller.workspaceId, { ...query, chatId: id });
  }),

  send: api.chats.send.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const chat = await mustFindChat(context, input.id);
    const quoted =
      input.replyToMessageId === undefined
        ? undefined
        : await findMessage(app.db, caller.workspaceId, input.replyToMessageId, caller.onlyAssignedTo);
    if (input.replyToMessageId !== undefined && quoted?.chat_id !== chat.id) throw notFound("message to reply to");
    const { messageId } = await inTransaction(app.pool, (tx) =>
      sendChatMessage(tx, app, {
        workspaceId: caller.workspaceId,
        contactId: chat.contact_id,
        channelId: chat.channel_id,
        content: input.content,
        sender: caller.kind === "member" ? "operator" : "api",
        operatorId: caller.memberId,
        replyToProviderId: quoted?.provider_id ?? null,
        takeOver: input.takeOver && caller.kind === "member",
      }),
    );
    return presentMessage((await findMessage(app.db, caller.workspaceId, messageId, null)) as MessageRow);
  }),

  markRead: api.chats.markRead.handler(async ({ context, input }) => {
    const row = await mustFindChat(context, input.id);
    if (row.unread_count === 0) return presentChat(row, await catalogOf(context));
    await change(context, [row], { unread_count: 0 });
    tellCustomer(context, row, "markRead");
    return await readChat(context, input.id);
  }),

  markUnread: api.chats.markUnread.handler(async ({ context, input }) => {
    const row = await mustFindChat(context, input.id);
    return await changeOne(context, input.id, { unread_count: Math.max(1, row.unread_count) });
  }),

  typing: api.chats.typing.handler(async ({ context, input }) => {
    tellCustomer(context, await mustFindChat(context, input.id), "showTyping");
    return { ok: true as const };
  }),

  assign: api.chats.assign.handler(async ({ context, input }) => {
    const row = await mustFindChat(context, input.id);
    await assign(context, [row], input.operators);
    // Whoever gave their own contact away no longer sees it: answer what they did.
    const [now] = await findChats(context.app.db, { ...(await chatScopeOf(context)), onlyAssignedTo: null }, [row.id]);
    return presentChat(now ?? row, await catalogOf(context));
  }),

  takeOver: api.chats.takeOver.handler(({ context, input }) =>
    changeOne(context, input.id, { human_since: new Date(context.app.clock.now()) }),
  ),
  giveBack: api.chats.giveBack.handler(({ context, input }) => changeOne(context, input.id, { human_since: null })),

  setAi: api.chats.setAi.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFindChat(context, input.id);
    await inTransaction(app.pool, (tx) =>
      changeContacts(tx, app, caller.workspaceId, [{ contactId: row.contact_id, change: { aiEnabled: input.enabled } }], {
        source: sourceOf(caller),
      }),
    );
    return await readChat(context, input.id);
  }),

  bulk: api.chats.bulk.handler(async ({ context, input }) => {
    const rows = await findChats(context.app.db, await chatScopeOf(context), input.ids);
    const now = new Date(context.app.clock.now());
    switch (input.action) {
      case "read":
        return { changed: await change(context, rows, { unread_count: 0 }) };
      case "unread":
        return {
          changed: await change(
            context,
            rows.filter((row) => row.unread_count === 0),
            { unread_count: 1 },
          ),
        };
      case "take_over":
        return { changed: await change(context, rows, { human_since: now }) };
      case "give_back":
        return { changed: await change(context, rows, { human_since: null }) };
      case "assign":
        return { changed: await assign(context, rows, input.operators ?? []) };
      case "unassign":
        return { changed: await assign(context, rows, []) };
    }
  }),
};

/** The contact with this number, made where there is none. */
export async function contactByPhone(context: Context, phone: string | undefined): Promise<string> {
  const { app, caller } = context;
  const { snapshot } = await catalogOf(context);
  if (phone === undefined || normalizePhone(phone, snapshot.defaultCountry) === null)
    throw new Refusal("invalid_phone", `"${phone ?? ""}" is not a phone number.`);
  const [result] = await upsertContacts(app, caller.workspaceId, [{ phone }], {
    source: sourceOf(caller),
    mayMakeObjects: false,
    onlyAssignedTo: caller.onlyAssignedTo,
    ...(caller.onlyAssignedTo !== null && caller.email !== null && { assignTo: caller.email }),
  });
  if (!result?.contactId)
    throw new Refusal(result?.error?.code ?? "invalid_phone", result?.error?.message ?? "This is not a phone number.");
  return result.contactId;
}
