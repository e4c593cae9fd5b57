import { zonedToInstant } from "../../domain/calendar.ts";
import { mayReceiveMarketing } from "../../domain/consent.ts";
import { costOf } from "../../domain/message-price.ts";
import { dailyMost, daysFor } from "../../domain/messaging-limit.ts";
import { notFound } from "../../domain/refusal.ts";
import { workspaceSettings } from "../../domain/workspace-settings.ts";
import { cancelCampaign, pauseCampaign, removeCampaign, resumeCampaign, retryCampaign } from "../../operations/control-campaign.ts";
import { createCampaign, editCampaign, startCampaign } from "../../operations/start-campaign.ts";
import { audienceWhere, estimateAudience } from "../../store/campaign-audience.ts";
import { listRecipients } from "../../store/campaign-recipients.ts";
import { type CampaignProgress, campaignProgress, campaignReasons, campaignResults } from "../../store/campaign-results.ts";
import { type Campaign, type CampaignContent, findCampaign, listCampaigns } from "../../store/campaigns.ts";
import { findChannel } from "../../store/channels.ts";
import { decodeCursor, toPage } from "../../store/cursor.ts";
import { inTransaction, type Tx } from "../../store/db.ts";
import { countReached } from "../../store/messaging-room.ts";
import { findWorkspace } from "../../store/workspaces.ts";
import { type Context, catalogOf } from "../contact-access.ts";
import { api } from "../procedures.ts";

function present(campaign: Campaign, progress: CampaignProgress | undefined) {
  const { workspaceId: _, prepared: __, preparedUpTo: ___, ...rest } = campaign;
  return {
    ...rest,
    waitsFor: rest.state === "running" ? rest.waitsFor : null,
    waitsUntil: rest.state === "running" ? (rest.waitsUntil?.toISOString() ?? null) : null,
    startsAt: rest.startsAt?.toISOString() ?? null,
    startedAt: rest.startedAt?.toISOString() ?? null,
    finishedAt: rest.finishedAt?.toISOString() ?? null,
    createdAt: rest.createdAt.toISOString(),
    updatedAt: rest.updatedAt.toISOString(),
    progress: progress ?? { recipients: 0, pending: 0, handled: 0, skipped: 0 },
  };
}

async function mustFind({ app, caller }: Context, id: string): Promise<Campaign> {
  const campaign = await findCampaign(app.pool, caller.workspaceId, id);
  if (!campaign) throw notFound("campaign");
  return campaign;
}

async function read(context: Context, id: string) {
  const campaign = await mustFind(context, id);
  return present(campaign, (await campaignProgress(context.app.pool, context.caller.workspaceId, [id])).get(id));
}

/** What Meta's limit and the number's warm-up mean for so many people; null where none is known. */
async function limitFor({ app, caller: { workspaceId } }: Context, channelId: string | null, people: number) {
  const channel = channelId === null ? undefined : await findChannel(app.db, workspaceId, channelId);
  const now = app.clock.now();
  const [kept, warmUpAt] = [channel?.messaging_limit ?? null, channel?.warm_up_at?.getTime() ?? null];
  const most = dailyMost(kept, warmUpAt, now);
  if (channel === undefined || most === null) return null;
  const { used } = await countReached(app.pool, workspaceId, channel.id, now);
  return { perDay: most, reached: used, days: daysFor(people, { kept, warmUpAt, used }, now) };
}

type Control = (tx: Tx, app: Context["app"], workspaceId: string, id: string) => Promise<unknown>;

/** Does something to a campaign and shows it as it is then. */
async function control(context: Context, id: string, act: Control) {
  await inTransaction(context.app.pool, (tx) => act(tx, context.app, context.caller.workspaceId, id));
  return await read(context, id);
}

/** Keys that were not sent stay as they are. */
function given<T extends object>(input: T): Partial<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export const campaigns = {
  list: api.campaigns.list.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { timeZone } = (await catalogOf(context)).snapshot;
    const midnight = (day: string, daysLater: number) => new Date(zonedToInstant(day, timeZone) + daysLater * 86_400_000);
    const rows = await listCampaigns(app.pool, caller.workspaceId, {
      state: input.state,
      search: input.search,
      from: input.from === undefined ? undefined : midnight(input.from, 0),
      to: input.to === undefined ? undefined : midnight(input.to, 1),
      after: decodeCursor(input.cursor, ["id"]),
      limit: input.limit,
    });
    const progress = await campaignProgress(
      app.pool,
      caller.workspaceId,
      rows.map(({ id }) => id),
    );
    return toPage(
      rows,
      input.limit,
      (row) => present(row, progress.get(row.id)),
      ({ id }) => [id],
    );
  }),

  get: api.campaigns.get.handler(({ context, input }) => read(context, input.id)),

  estimate: api.campaigns.estimate.handler(async ({ context, input }) => {
    const catalog = await catalogOf(context);
    const found = await inTransaction(context.app.pool, async (tx) =>
      estimateAudience(tx, await audienceWhere(tx, input.audience, catalog, context.app.clock.now())),
    );
    const { consentMode } = catalog.snapshot;
    const refused = (["unsubscribed", "not_declared"] as const).filter(
      (state) => input.category === "marketing" && mayReceiveMarketing(state, consentMode) !== null,
    );
    const reachable =
      found.total -
      found.blocked -
      found.unreachable -
      (refused.includes("unsubscribed") ? found.unsubscribed : 0) -
      (refused.includes("not_declared") ? found.notDeclared : 0);
    const prices = workspaceSettings((await findWorkspace(context.app.db, context.caller.workspaceId))?.settings).messagePrices;
    const amount = costOf(prices, input.category, reachable);
    const cost = prices && amount !== null ? { amount, currency: prices.currency } : null;
    return { ...found, reachable, cost, limit: await limitFor(context, input.channelId ?? catalog.defaultChannelId, reachable) };
  }),

  create: api.campaigns.create.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const id = await inTransaction(app.pool, (tx) => createCampaign(tx, app, caller.workspaceId, input, caller.memberId));
    return await read(context, id);
  }),

  update: api.campaigns.update.handler(({ context, input: { id, ...change } }) =>
    control(context, id, (tx, app, workspaceId) => editCampaign(tx, app, workspaceId, id, given(change) as Partial<CampaignContent>)),
  ),

  delete: api.campaigns.delete.handler(async ({ context, input }) => {
    await inTransaction(context.app.pool, (tx) => removeCampaign(tx, context.caller.workspaceId, input.id));
    return { ok: true as const };
  }),

  start: api.campaigns.start.handler(({ context, input }) => control(context, input.id, startCampaign)),
  pause: api.campaigns.pause.handler(({ context, input }) => control(context, input.id, pauseCampaign)),
  resume: api.campaigns.resume.handler(({ context, input }) => control(context, input.id, resumeCampaign)),
  cancel: api.campaigns.cancel.handler(({ context, input }) => control(context, input.id, cancelCampaign)),

  retryFailed: api.campaigns.retryFailed.handler(async ({ context, input }) => {
    const { app, caller } = context;
    return { retried: await inTransaction(app.pool, (tx) => retryCampaign(tx, app, caller.workspaceId, input.id)) };
  }),

  results: api.campaigns.results.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFind(context, input.id);
    const items = await campaignResults(app.pool, caller.workspaceId, input.id);
    return { items, reasons: await campaignReasons(app.pool, caller.workspaceId, input.id) };
  }),

  recipients: api.campaigns.recipients.handler(async ({ context, input }) => {
    const campaign = await mustFind(context, input.id);
    return toPage(
      await listRecipients(context.app.pool, campaign, input),
      input.limit,
      ({ state, status, error, dueAt, reason, ...row }) => ({
        ...row,
        status: status ?? state,
        reason: reason ?? error,
        dueAt: dueAt.toISOString(),
      }),
      ({ contactId }) => [contactId],
    );
  }),
};
