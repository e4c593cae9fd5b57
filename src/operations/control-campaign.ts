/** Holding campaigns up, letting them go on, ending them. */
import { Refusal } from "../domain/refusal.ts";
import { recallQueued, recallStarts, retryFailed } from "../store/campaign-recipients.ts";
import { type Campaign, changeCampaign, deleteCampaign } from "../store/campaigns.ts";
import type { Tx } from "../store/db.ts";
import { type CampaignContext, mustLock, tellProgress } from "./start-campaign.ts";

/**
 * Nothing more leaves but what is on the wire in this moment: messages still in the outbox, and starts the engine has not begun with, are taken back.
 *
 * @throws {Refusal} `conflict` unless it is scheduled or running
 */
export async function pauseCampaign(tx: Tx, { clock }: CampaignContext, workspaceId: string, id: string): Promise<void> {
  const campaign = await mustLock(tx, workspaceId, id);
  if (campaign.state !== "scheduled" && campaign.state !== "running") throw wrongState(campaign.state);
  await changeCampaign(tx.client, campaign, { state: "paused", problem: null }, clock.now());
  await takeBack(tx, campaign);
  await tellProgress(tx, campaign);
}

/** Goes on where it stood; what came due meanwhile is sent at once. @throws {Refusal} `conflict` unless it is paused */
export async function resumeCampaign(tx: Tx, { clock }: CampaignContext, workspaceId: string, id: string): Promise<void> {
  const campaign = await mustLock(tx, workspaceId, id);
  if (campaign.state !== "paused") throw wrongState(campaign.state);
  await changeCampaign(tx.client, campaign, { state: campaign.startedAt === null ? "scheduled" : "running", problem: null }, clock.now());
  await tellProgress(tx, campaign);
}

/** Nobody else gets it. @throws {Refusal} `conflict` where it has ended already */
export async function cancelCampaign(tx: Tx, { clock }: CampaignContext, workspaceId: string, id: string): Promise<void> {
  const campaign = await mustLock(tx, workspaceId, id);
  if (campaign.state === "completed" || campaign.state === "cancelled") throw wrongState(campaign.state);
  const now = clock.now();
  await changeCampaign(tx.client, campaign, { state: "cancelled", finished_at: new Date(now) }, now);
  await takeBack(tx, campaign);
  await tellProgress(tx, campaign);
}

/**
 * Sends again to those, and only those, whose message failed. Returns how many.
 *
 * @throws {Refusal} `conflict` unless it is running, paused or completed
 */
export async function retryCampaign(tx: Tx, { clock }: CampaignContext, workspaceId: string, id: string): Promise<number> {
  const campaign = await mustLock(tx, workspaceId, id);
  if (!["running", "paused", "completed"].includes(campaign.state)) throw wrongState(campaign.state);
  const now = clock.now();
  const retried = await retryFailed(tx.client, campaign, now);
  if (retried > 0 && campaign.state === "completed")
    await changeCampaign(tx.client, campaign, { state: "running", finished_at: null }, now);
  await tellProgress(tx, campaign);
  return retried;
}

/** Its messages stay in the chats. @throws {Refusal} `conflict` while it runs */
export async function removeCampaign(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const campaign = await mustLock(tx, workspaceId, id);
  if (campaign.state === "running") throw wrongState(campaign.state);
  await deleteCampaign(tx.client, workspaceId, id);
  await tellProgress(tx, campaign);
}

async function takeBack({ client }: Tx, campaign: Campaign): Promise<void> {
  if (campaign.automationId === null) await recallQueued(client, campaign);
  else await recallStarts(client, campaign);
}

function wrongState(state: string): Refusal {
  return new Refusal("conflict", `The campaign is ${state}.`, { state });
}
