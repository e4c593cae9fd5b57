/** Numbers and automations that campaigns need. */
import { Refusal } from "../domain/refusal.ts";
import { type CampaignNeed, campaignsNeeding, markDraftsWithout } from "../store/campaigns.ts";
import type { Tx } from "../store/db.ts";

/**
 * Before something is deleted: drafts that name it will say that it is gone.
 *
 * @throws {Refusal} `in_use`, naming the campaigns that still have somebody to reach with it
 */
export async function releaseFromCampaigns(
  { client }: Pick<Tx, "client">,
  need: CampaignNeed,
  workspaceId: string,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const needing = await campaignsNeeding(client, need, workspaceId, id);
  if (needing.length > 0) {
    const names = needing.slice(0, 3).map((campaign) => `"${campaign.name}"`);
    const detail = `${names.join(", ")}${needing.length > 3 ? " and other campaigns" : ""} still need "${name}": cancel them first.`;
    throw new Refusal("in_use", detail, { usedBy: needing.map((campaign) => ({ kind: "campaign", ...campaign })) });
  }
  await markDraftsWithout(client, need, workspaceId, id);
}
