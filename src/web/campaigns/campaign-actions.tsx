/** What can be done with a campaign in its state. */
import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { IconCopy, IconDots, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../contract/campaigns.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { toastDone, toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { contentOf } from "./content.ts";

type Asking = "cancel" | "delete" | "retry";

export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation(["campaigns", "common"]);
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<Asking>();
  const { id, state, progress } = campaign;
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.campaigns.key() });
  const settled = { onSuccess: refresh, onError: toastError };
  const pause = useMutation({ mutationFn: () => client.campaigns.pause({ id }), ...settled });
  const resume = useMutation({ mutationFn: () => client.campaigns.resume({ id }), ...settled });
  const copy = useMutation({
    mutationFn: () =>
      client.campaigns.create({ ...contentOf(campaign), name: t("copyOf", { name: campaign.name }).slice(0, 200), schedule: {} }),
    onSuccess: async (made) => {
      await refresh();
      await navigate({ to: "/w/$workspace/campaigns/$campaignId", params: { workspace, campaignId: made.id } });
    },
    onError: toastError,
  });
  const results = useQuery({
    ...api.campaigns.results.queryOptions({ input: { id } }),
    enabled: state !== "draft" && state !== "scheduled",
  });
  const failed = results.data?.items.reduce((sum, variant) => sum + variant.failed, 0) ?? 0;
  const ended = state === "completed" || state === "cancelled";
  if (!may("campaigns:write")) return null;
  const act: Record<Asking, () => Promise<unknown>> = {
    cancel: () => client.campaigns.cancel({ id }),
    delete: async () => {
      await client.campaigns.delete({ id });
      await navigate({ to: "/w/$workspace/campaigns", params: { workspace } });
    },
    retry: async () => toastDone(t("retried", { count: (await client.campaigns.retryFailed({ id })).retried })),
  };
  return (
    <>
      {(state === "running" || state === "scheduled") && (
        <Button variant="default" leftSection={<IconPlayerPause size={16} />} loading={pause.isPending} onClick={() => pause.mutate()}>
          {t("pause")}
        </Button>
      )}
      {state === "paused" && (
        <Button leftSection={<IconPlayerPlay size={16} />} loading={resume.isPending} onClick={() => resume.mutate()}>
          {t("resume")}
        </Button>
      )}
      {failed > 0 && ["running", "paused", "completed"].includes(state) && (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={() => setAsking("retry")}>
          {t("retryFailed", { count: failed })}
        </Button>
      )}
      {/* What has ended does not begin again: a copy of it does, as a draft. */}
      {ended && (
        <Button variant="default" leftSection={<IconCopy size={16} />} loading={copy.isPending} onClick={() => copy.mutate()}>
          {t("common:duplicate")}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={36} aria-label={t("actions")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!ended && (
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => copy.mutate()}>
              {t("common:duplicate")}
            </Menu.Item>
          )}
          {["scheduled", "running", "paused"].includes(state) && (
            <Menu.Item leftSection={<IconX size={16} />} onClick={() => setAsking("cancel")}>
              {t("cancel")}
            </Menu.Item>
          )}
          {state !== "running" && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking("delete")}>
              {t("common:delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking ? t(`ask.${asking}Title`, { name: campaign.name }) : ""}
        action={asking === "delete" ? t("common:delete") : t(asking === "retry" ? "ask.retryAction" : "cancel")}
        run={async () => {
          if (asking) await act[asking]();
          await refresh();
        }}
      >
        {asking && (
          <Text size="sm">
            {t(`ask.${asking}Text`, { count: asking === "retry" ? failed : asking === "cancel" ? progress.pending : progress.handled })}
          </Text>
        )}
      </Confirm>
    </>
  );
}
