/** The whole API: what the server implements, the web client calls and the OpenAPI document describes. */
import { agents } from "./agents.ts";
import { automations } from "./automations.ts";
import { campaigns } from "./campaigns.ts";
import { channels } from "./channels.ts";
import { chats, media, messages } from "./chats.ts";
import { connections, requests } from "./connections.ts";
import { contacts } from "./contacts.ts";
import { devices } from "./devices.ts";
import { eventWebhooks } from "./event-webhooks.ts";
import { events } from "./events.ts";
import { gallery } from "./gallery.ts";
import { apiKeys, hooks } from "./hooks.ts";
import { exports, imports } from "./imports.ts";
import { members } from "./members.ts";
import { cannedReplies, fields, lists, segments, tags } from "./objects.ts";
import { reports, search } from "./reports.ts";
import { runs } from "./runs.ts";
import { sandbox } from "./sandbox.ts";
import { account, setup } from "./setup.ts";
import { templates } from "./templates.ts";
import { tests } from "./tests.ts";
import { tickets } from "./tickets.ts";
import { calls, voiceAgents } from "./voice.ts";
import { workspaces } from "./workspaces.ts";

export const contract = {
  agents,
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
  automations,
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
};
export type Contract = typeof contract;
