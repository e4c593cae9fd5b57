import { bareEnvironment } from "../../automation/bare-environment.ts";
import type { Definition } from "../../automation/definition.ts";
import type { MessageEvent } from "../../automation/event.ts";
import { parseDefinition } from "../../automation/parse-definition.ts";
import { buildReaction } from "../../connectors/whatsapp/build-reaction.ts";
import type { InboundContent } from "../../domain/message-content.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { contactScope } from "../../operations/change-contact.ts";
import { explainMessage, type UnpublishedTriggers } from "../../operations/explain-message.ts";
import { type SendContent, sendChatMessage } from "../../operations/send-chat-message.ts";
import { listUnpublishedTriggers } from "../../store/automations.ts";
import { findChannel } from "../../store/channels.ts";
import { readContactState } from "../../store/contact-state.ts";
import { inTransaction } from "../../store/db.ts";
import { findMessage, type MessageRow, presentMessage, searchMessages, setReaction } from "../../store/messages.ts";
import { notifyWork } from "../../store/notify.ts";
import { lastStartsBefore } from "../../store/runs.ts";
import { type Context, catalogOf, mustFindContact } from "../contact-access.ts";
import { graphChannel } from "../graph-channel.ts";
import { api } from "../procedures.ts";
import { contactByPhone } from "./chats.ts";

async function mustFindMessage({ app, caller }: Context, id: string): Promise<MessageRow> {
  const row = await findMessage(app.db, caller.workspaceId, id, caller.onlyAssignedTo);
  if (!row) throw notFound("message");
  return row;
}

async function send(
  context: Context,
  request: { contactId: string; channelId?: string | undefined; content: SendContent; takeOver: boolean },
) {
  const { app, caller } = context;
  const { messageId } = await inTransaction(app.pool, (tx) =>
    sendChatMessage(tx, app, {
      ...request,
      workspaceId: caller.workspaceId,
      sender: caller.kind === "member" ? "operator" : "api",
      operatorId: caller.memberId,
    }),
  );
  return presentMessage(await mustFindMessage(context, messageId));
}

export const messages = {
  get: api.messages.get.handler(async ({ context, input }) => presentMessage(await mustFindMessage(context, input.id))),

  send: api.messages.send.handler(async ({ context, input }) => {
    const contactId = input.contactId ?? (await contactByPhone(context, input.to));
    await mustFindContact(context, contactId);
    return await send(context, { contactId, channelId: input.channelId, content: input.content, takeOver: false });
  }),

  retry: api.messages.retry.handler(async ({ context, input }) => {
    const row = await mustFindMessage(context, input.id);
    if (row.direction !== "out" || !["failed", "unknown", "dropped"].includes(row.status)) {
      throw new Refusal("not_sendable", "Only messages that failed are sent again.", { reason: "not_failed" });
    }
    return await send(context, {
      contactId: row.contact_id,
      channelId: row.channel_id,
      content: row.content as SendContent,
      takeOver: false,
    });
  }),

  react: api.messages.react.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFindMessage(context, input.id);
    const channel = await findChannel(app.db, caller.workspaceId, row.channel_id);
    const contact = await readContactState(app.pool, await catalogOf(context), row.contact_id);
    if (!channel || !contact || !row.provider_id)
      throw new Refusal("not_sendable", "WhatsApp does not know this message yet.", { reason: "no_provider_id" });
    const to = { ...(contact.waId !== null && { waId: contact.waId }), ...(contact.userId !== null && { userId: contact.userId }) };
    const result = await app.graph.sendMessage(graphChannel(app, channel), JSON.stringify(buildReaction(to, row.provider_id, input.emoji)));
    if (!result.ok)
      throw new Refusal("not_sendable", result.failure.providerMessage ?? "WhatsApp refused the reaction.", {
        reason: result.failure.code,
      });
    await inTransaction(app.pool, async ({ db, client }) => {
      await setReaction(db, caller.workspaceId, row.id, input.emoji);
      await notifyWork(client, {}, [
        { w: caller.workspaceId, t: "message.updated", id: row.id, chatId: row.chat_id, contactId: row.contact_id },
      ]);
    });
    return presentMessage(await mustFindMessage(context, row.id));
  }),

  search: api.messages.search.handler(({ context: { app, caller }, input }) =>
    searchMessages(app.db, caller.workspaceId, { ...input, onlyAssignedTo: caller.onlyAssignedTo }),
  ),

  explain: api.messages.explain.handler(async ({ context, input }) => {
    const { app } = context;
    const row = await mustFindMessage(context, input.id);
    const catalog = await catalogOf(context);
    const contact = await readContactState(app.pool, catalog, row.contact_id);
    if (row.direction !== "in" || !contact) throw notFound("message of a customer");
    const dispatch = row.dispatch;
    const event: MessageEvent = {
      type: "message",
      messageId: row.id,
      channelId: row.channel_id,
      content: row.content as InboundContent,
      text: row.text,
      sentAt: row.created_at.getTime(),
      ...(row.reply_id !== null && { context: await contextOf(context, row.reply_id) }),
    };
    const environment = bareEnvironment(row.created_at.getTime());
    const named = (id: string) => ({ id, name: catalog.automationName.get(id) ?? "" });
    return {
      messageId: row.id,
      outcome: dispatch && {
        resumed: dispatch.resumed.map(({ automationId, ...rest }) => ({ ...rest, automation: named(automationId) })),
        started: dispatch.started && {
          runId: dispatch.started.runId,
          triggerId: dispatch.started.triggerId,
          automation: named(dispatch.started.automationId),
        },
        ignored: dispatch.ignored ?? null,
      },
      triggers: explainMessage(
        app.registry,
        {
          ...contactScope(catalog, contact),
          lastStarts: await lastStartsBefore(app.db, context.caller.workspaceId, row.contact_id, row.created_at),
        },
        environment,
        event,
        dispatch,
        await unpublishedTriggers(context),
      ),
    };
  }),
};

/** A start step that is not filled in yet listens to nothing. */
async function unpublishedTriggers({ app, caller }: Context): Promise<UnpublishedTriggers[]> {
  const rows = await listUnpublishedTriggers(app.db, caller.workspaceId);
  return rows.map(({ id, name, created_at, triggers, published }) => {
    const parsed = (Array.isArray(triggers) ? triggers : []).flatMap(
      (trigger) => parseDefinition(app.registry, { name, triggers: [trigger], steps: [] }).definition?.triggers ?? [],
    );
    const definition: Definition = { name, reentry: undefined, stopOnReplyToHuman: true, triggers: parsed, steps: {}, stepOrder: [] };
    const automation = { id, name, versionId: "", state: "draft" as const, createdAt: created_at.getTime(), definition, successors: {} };
    return { automation, published };
  });
}

/** Which message of ours it answered: the press of a button means that one only. */
async function contextOf(context: Context, id: string): Promise<NonNullable<MessageEvent["context"]>> {
  const answered = await mustFindMessage(context, id);
  const template = answered.content.type === "template" ? answered.content.template : undefined;
  return {
    messageId: id,
    ...(template !== undefined && { template }),
    ...(answered.automation_id !== null && { automationId: answered.automation_id }),
    ...(answered.step_id !== null && { stepId: answered.step_id }),
  };
}
