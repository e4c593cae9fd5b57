/**
 * Moves campaigns on: writes their audience down, then feeds it to the number or the engine in portions, never more than
 * these can take at once. A portion is one transaction: after a crash whoever has a message is not pending any more.
 */

import { recipientDueAt, shareOf, variantOf } from "../domain/campaign-schedule.ts";
import { Refusal } from "../domain/refusal.ts";
import { audienceAfter, audienceWhere } from "../store/campaign-audience.ts";
import { hasPending, insertRecipients, unsent } from "../store/campaign-recipients.ts";
import { type Campaign, changeCampaign, lockRunning, nextCampaignDue, startDueCampaigns } from "../store/campaigns.ts";
import { timeZoneOf } from "../store/date-plans.ts";
import { inTransaction, type Tx } from "../store/db.ts";
import { notifyWork } from "../store/notify.ts";
import { queueTransaction } from "../store/transaction.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { feedAutomation, feedTemplates } from "./campaign-feed.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

/** Contacts written down per transaction. */
const PREPARED = 5_000;
/** How soon to look again while the number or the engine is busy. */
const BUSY_MS = 1_000;

export function createCampaignsLoop(context: WorkerContext): Loop {
  return {
    name: "campaigns",
    async runOnce() {
      let done = 0;
      for (const key of await startDueCampaigns(context.pool, context.clock.now())) {
        done += await prepare(context, key);
        done += await feed(context, key);
      }
      return done;
    },
    async nextDueAt() {
      const at = await nextCampaignDue(context.pool);
      return at === null ? null : Math.max(at, context.clock.now() + BUSY_MS);
    },
  };
}

type CampaignKey = Pick<Campaign, "workspaceId" | "id">;

/** Writes down the next recipients; returns how many were looked at. */
async function prepare(context: WorkerContext, key: CampaignKey): Promise<number> {
  const now = context.clock.now();
  return await inTransaction(context.pool, async (tx) => {
    const campaign = await lockRunning(tx.client, key.workspaceId, key.id);
    if (!campaign || campaign.prepared) return 0;
    const catalog = (await context.catalogs.get(tx.client, [key.workspaceId])).get(key.workspaceId);
    if (!catalog) return 0;
    try {
      return await writeRecipients(tx, campaign, catalog, now);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await changeCampaign(tx.client, key, { state: "paused", problem: error.message }, now);
      return 1;
    }
  });
}

async function writeRecipients(tx: Tx, campaign: Campaign, catalog: Catalog, now: number): Promise<number> {
  const where = await audienceWhere(tx, campaign.audience, catalog, now);
  const members = await audienceAfter(tx, where, campaign.preparedUpTo, PREPARED);
  const start = campaign.startsAt?.getTime() ?? now;
  await insertRecipients(
    tx.client,
    members.map(({ id, timeZone }) => ({
      workspace_id: campaign.workspaceId,
      campaign_id: campaign.id,
      contact_id: id,
      due_at: recipientDueAt(campaign.schedule, start, timeZoneOf(timeZone, catalog), shareOf(id)),
      variant: variantOf(id, campaign.templates?.length ?? 1),
    })),
  );
  const last = members.at(-1);
  const change = last && members.length === PREPARED ? { prepared_up_to: last.id } : { prepared: true };
  await changeCampaign(tx.client, campaign, change, now);
  return members.length + 1;
}

/** Returns how many recipients were handled. */
async function feed(context: WorkerContext, key: CampaignKey): Promise<number> {
  const now = context.clock.now();
  return await queueTransaction(context.pool, async (client) => {
    const campaign = await lockRunning(client, key.workspaceId, key.id);
    if (!campaign) return 0;
    const catalogs = await context.catalogs.get(client, [key.workspaceId]);
    const catalog = catalogs.get(key.workspaceId);
    if (!catalog) return 0;
    const fed = campaign.templates
      ? await feedTemplates(client, campaign, campaign.templates, catalogs, now)
      : await feedAutomation(client, campaign, catalog, now);
    const live = [{ w: key.workspaceId, t: "campaign.progress", id: key.id }];
    if ("problem" in fed) {
      await changeCampaign(client, key, { state: "paused", problem: fed.problem }, now);
      await notifyWork(client, {}, live);
      return 1;
    }
    const { handled } = fed;
    const allFed = handled === 0 && campaign.prepared && !(await hasPending(client, key));
    // It ends when its last messages have left, which may be held.
    const left = allFed ? await unsent(client, campaign) : null;
    const held = left?.held ?? fed.waits ?? null;
    if (!allFed || left) {
      const changed =
        held?.reason !== (campaign.waitsFor ?? undefined) || (held?.until ?? null) !== (campaign.waitsUntil?.getTime() ?? null);
      if (changed)
        await changeCampaign(client, key, { waits_for: held?.reason ?? null, waits_until: held?.until ? new Date(held.until) : null }, now);
      if (changed || handled > 0) await notifyWork(client, {}, live);
      return handled;
    }
    await changeCampaign(client, key, { state: "completed", finished_at: new Date(now), waits_for: null, waits_until: null }, now);
    await notifyWork(client, {}, live);
    return 1;
  });
}
