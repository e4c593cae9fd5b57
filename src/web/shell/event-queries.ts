/** Which cached answers an event makes stale. */
import type { LiveEvent } from "../../contract/events.ts";
import { api } from "../api.ts";

type Key = readonly unknown[];

/** Begins the keys of who else looks at a chat or an automation; asking also says that one is there oneself. */
export const PRESENCE_KEY = ["presence"] as const;

export function queriesTouchedBy(event: LiveEvent): Key[] {
  const ofChat = event.chatId === undefined ? undefined : { id: event.chatId };
  switch (event.type) {
    case "message.created":
    case "message.status":
    case "message.updated":
      return [
        ...(ofChat ? [api.chats.messages.key({ input: ofChat }), api.chats.get.key({ input: ofChat })] : [api.chats.messages.key()]),
        api.chats.list.key(),
        api.chats.counts.key(),
        api.sandbox.messages.key(),
        api.contacts.timeline.key(),
      ];
    case "chat.updated":
    case "chat.handed_over":
      return [api.chats.list.key(), api.chats.counts.key(), ofChat ? api.chats.get.key({ input: ofChat }) : api.chats.get.key()];
    case "contact.updated":
    case "contact.deleted":
      return [api.contacts.key(), api.chats.list.key(), api.chats.get.key()];
    case "run.changed":
      return [
        api.runs.key(),
        api.automations.list.key(),
        api.automations.counts.key(),
        api.automations.contactsAt.key(),
        api.contacts.timeline.key(),
        api.chats.get.key(),
        api.messages.explain.key(),
      ];
    case "automation.changed":
      return [
        api.automations.list.key(),
        api.automations.get.key(),
        api.automations.folders.key(),
        api.automations.versions.key(),
        api.messages.explain.key(),
        api.hooks.key(),
      ];
    case "draft.saved":
      // An open builder merges what somebody else saved.
      return [
        api.automations.list.key(),
        api.messages.explain.key(),
        event.id === undefined ? api.automations.get.key() : api.automations.get.key({ input: { id: event.id } }),
      ];
    case "test.changed":
      return [api.tests.state.key()];
    case "template.changed":
      return [api.templates.key(), api.automations.list.key()];
    case "channel.changed":
      return [api.channels.key()];
    case "objects.changed":
      return [
        ...[api.tags.key(), api.lists.key(), api.fields.key(), api.segments.key(), api.cannedReplies.key()],
        ...[api.connections.key(), api.voiceAgents.key()],
      ];
    case "ticket.changed":
      return [api.tickets.key(), api.contacts.timeline.key(), api.chats.get.key()];
    case "campaign.progress":
      return [api.campaigns.key()];
    case "call.changed":
      return [api.calls.key(), api.contacts.timeline.key()];
    case "import.progress":
      return [api.imports.key()];
    case "member.presence":
      return [api.members.list.key(), PRESENCE_KEY];
    case "hook.called":
      return [api.hooks.key()];
    case "workspace.changed":
      return [api.workspaces.key(), api.account.key(), api.members.key()];
    default:
      return [];
  }
}
