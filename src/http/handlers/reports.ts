import type { Permission } from "../../contract/roles.ts";
import { costOf } from "../../domain/message-price.ts";
import { resolvePeriod } from "../../domain/period.ts";
import { workspaceSettings } from "../../domain/workspace-settings.ts";
import { dailyRuns } from "../../store/automation-counts.ts";
import { listChannels } from "../../store/channels.ts";
import { listGrowth } from "../../store/list-counts.ts";
import { countMessages } from "../../store/message-counts.ts";
import { automationRuns, chatTotals, contactTotals, runsActive, ticketTotals } from "../../store/reports.ts";
import { SEARCHED_KINDS, type SearchKind, search as searchKind } from "../../store/search.ts";
import { findWorkspace } from "../../store/workspaces.ts";
import { catalogOf } from "../contact-access.ts";
import { chargedMessages, messageErrors, messageTotals } from "../message-figures.ts";
import { api } from "../procedures.ts";

export const reports = {
  dashboard: api.reports.dashboard.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { timeZone } = (await catalogOf(context)).snapshot;
    const period = resolvePeriod(input, app.clock.now(), timeZone);
    const [counts, contacts, chats, tickets, automations, numbers, runDays, active, lists, workspace] = await Promise.all([
      countMessages(app.db, caller.workspaceId, period, timeZone),
      contactTotals(app.db, caller.workspaceId, period, timeZone),
      chatTotals(app.db, caller.workspaceId, period, timeZone),
      ticketTotals(app.db, caller.workspaceId, period, timeZone),
      automationRuns(app.db, caller.workspaceId, period, timeZone),
      listChannels(app.db, caller.workspaceId),
      dailyRuns(app.db, caller.workspaceId, null, period, timeZone),
      runsActive(app.db, caller.workspaceId),
      listGrowth(app.db, caller.workspaceId, period, timeZone, app.clock.now()),
      findWorkspace(app.db, caller.workspaceId),
    ]);
    const prices = workspaceSettings(workspace?.settings).messagePrices;
    const categories = chargedMessages(counts).map((row) => ({ ...row, cost: costOf(prices, row.category, row.charged) }));
    const sum = (key: "started" | "completed" | "failed") => runDays.reduce((total, row) => total + row[key], 0);
    const byDay = Map.groupBy(counts, ({ day }) => day);
    const byChannel = Map.groupBy(counts, ({ channelId }) => channelId);
    return {
      ...period,
      messages: messageTotals(counts),
      contacts,
      chats: { active: chats.active, unread: chats.unread, medianFirstResponseSeconds: chats.median },
      runs: { started: sum("started"), completed: sum("completed"), failed: sum("failed"), active },
      tickets,
      daily: runDays.map(({ day, started }) => {
        const { received, sent, failed } = messageTotals(byDay.get(day) ?? []);
        return { day, received, sent, failed, runs: started };
      }),
      costs: {
        currency: prices?.currency ?? null,
        total: prices ? categories.reduce((total, { cost }) => total + (cost ?? 0), 0) : null,
        categories,
      },
      lists,
      errors: messageErrors(counts),
      automations,
      channels: numbers.map(({ id, name, status, quality, messaging_limit }) => {
        const { sent, failed } = messageTotals(byChannel.get(id) ?? []);
        return { channel: { id, name }, status, quality, messagingLimit: messaging_limit, sent, failed };
      }),
    };
  }),
};

const READABLE: Record<SearchKind, Permission> = {
  contact: "contacts:read",
  chat: "chats:read",
  automation: "automations:read",
  template: "templates:read",
  ticket: "tickets:read",
  tag: "objects:read",
  list: "objects:read",
  field: "objects:read",
  segment: "objects:read",
  member: "members:read",
  channel: "channels:read",
  campaign: "campaigns:read",
  agent: "objects:read",
  connection: "integrations:read",
};

export const search = {
  everything: api.search.everything.handler(async ({ context: { app, caller }, input }) => {
    const kinds = SEARCHED_KINDS.filter((kind) => caller.permissions.has(READABLE[kind]) && (!input.kinds || input.kinds.includes(kind)));
    const scope = { workspaceId: caller.workspaceId, onlyAssignedTo: caller.onlyAssignedTo, limit: input.limit };
    const found = await Promise.all(
      kinds.map(async (kind) => (await searchKind(app.db, kind, input.q, scope)).map((item) => ({ kind, ...item }))),
    );
    return { items: found.flat() };
  }),
};
