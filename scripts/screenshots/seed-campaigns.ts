/** One campaign of each kind that the flower shop has: sent, planned, being written. */
import type { ApiClient } from "../../src/contract/client.ts";

const SENT_MS = 15_000;

/** The id of the one that was sent. */
export async function seedCampaigns(api: ApiClient): Promise<string> {
  const lists = (await api.lists.list()).items;
  const list = (name: string) => lists.find((one) => one.name === name)?.id ?? "";
  const variables = { first_name: "{{ contact.first_name }}" };
  const sent = await api.campaigns.create({
    name: "Tulips are here",
    audience: { lists: [list("Newsletter")] },
    templates: [
      { template: "spring_collection", variables },
      { template: "tulips_photo", variables },
    ],
  });
  await api.campaigns.start({ id: sent.id });
  const planned = await api.campaigns.create({
    name: "Mother's day reminder",
    audience: { lists: [list("Newsletter"), list("Mother's day")] },
    templates: [{ template: "spring_collection", variables }],
    schedule: { at: new Date(Date.now() + 9 * 86_400_000).toISOString(), spreadMinutes: 60 },
    capHours: 48,
  });
  await api.campaigns.start({ id: planned.id });
  await api.campaigns.create({
    name: "Wedding season",
    audience: { lists: [list("Newsletter")] },
    templates: [{ template: "spring_collection", variables }],
  });
  const until = Date.now() + SENT_MS;
  while (Date.now() < until && (await api.campaigns.get({ id: sent.id })).state !== "completed")
    await new Promise((resolve) => setTimeout(resolve, 100));
  return sent.id;
}
