/** Every procedure of the contract and its handler; the compiler refuses a missing one. */
import { agentKnowledge } from "./handlers/agent-knowledge.ts";
import { agentObjects } from "./handlers/agents.ts";
import { automationCounts } from "./handlers/automation-counts.ts";
import { automationLifecycle } from "./handlers/automation-lifecycle.ts";
import { automationTransfer } from "./handlers/automation-transfer.ts";
import { automationObjects } from "./handlers/automations.ts";
import { campaigns } from "./handlers/campaigns.ts";
import { channels } from "./handlers/channels.ts";
import { chats } from "./handlers/chats.ts";
import { connections } from "./handlers/connections.ts";
import { contacts } from "./handlers/contacts.ts";
import { devices } from "./handlers/devices.ts";
import { eventWebhooks } from "./handlers/event-webhooks.ts";
import { events } from "./handlers/events.ts";
import { gallery } from "./handlers/gallery.ts";
import { hooks } from "./handlers/hooks.ts";
import { exports, imports } from "./handlers/imports.ts";
import { apiKeys } from "./handlers/keys.ts";
import { media } from "./handlers/media.ts";
import { members } from "./handlers/members.ts";
import { messages } from "./handlers/messages.ts";
import { cannedReplies, fields, lists, segments, tags } from "./handlers/objects.ts";
import { reports, search } from "./handlers/reports.ts";
import { requests } from "./handlers/requests.ts";
import { runs } from "./handlers/runs.ts";
import { sandbox } from "./handlers/sandbox.ts";
import { account, setup } from "./handlers/setup.ts";
import { templates } from "./handlers/templates.ts";
import { tests } from "./handlers/tests.ts";
import { tickets } from "./handlers/tickets.ts";
import { calls, voiceAgents } from "./handlers/voice.ts";
import { workspaces } from "./handlers/workspaces.ts";
import { api } from "./procedures.ts";

export const router = api.router({
  agents: { ...agentObjects, ...agentKnowledge },
  setup,
  account,
  devices,
  workspaces,
  members,
  channels,
  contacts,
  imports,
  exports,
  segments,
  fields,
  tags,
  lists,
  templates,
  automations: { ...automationObjects, ...automationLifecycle, ...automationTransfer, ...automationCounts },
  campaigns,
  gallery,
  runs,
  chats,
  messages,
  media,
  cannedReplies,
  tickets,
  hooks,
  apiKeys,
  connections,
  requests,
  eventWebhooks,
  voiceAgents,
  calls,
  events,
  search,
  reports,
  sandbox,
  tests,
});
