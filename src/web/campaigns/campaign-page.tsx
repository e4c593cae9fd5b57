/** One campaign: what has not begun is written here, what has begun is watched. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { Page } from "../shell/page.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { CampaignActions } from "./campaign-actions.tsx";
import { CampaignEditor } from "./campaign-editor.tsx";
import { CampaignResults } from "./campaign-results.tsx";
import { CampaignState } from "./campaign-state.tsx";

const LIVE_MS = 4000;

export function CampaignPage() {
  const { t } = useTranslation("campaigns");
  const { campaignId = "" } = useParams({ strict: false });
  const isNew = campaignId === "new";
  const back = { to: "campaigns", label: t("all") };
  const { data, error, refetch } = useQuery({
    ...api.campaigns.get.queryOptions({ input: { id: campaignId } }),
    enabled: !isNew,
    // Statuses of its messages change without a word about the campaign.
    refetchInterval: ({ state }) => (state.data?.state === "running" || state.data?.state === "scheduled" ? LIVE_MS : false),
  });
  if (isNew)
    return (
      <Page title={t("new")} back={back}>
        <CampaignEditor key="new" />
      </Page>
    );
  const failure = blockingError({ error, data });
  if (failure) return <ErrorState error={failure} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={300} m="lg" />;
  const begun = data.startedAt !== null || data.state === "cancelled" || data.state === "completed";
  return (
    <Page title={data.name} back={back} beside={<CampaignState state={data.state} />} actions={<CampaignActions campaign={data} />}>
      {begun ? <CampaignResults campaign={data} /> : <CampaignEditor key={data.id} campaign={data} />}
    </Page>
  );
}
