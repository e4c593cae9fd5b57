/** Names what will happen and to how many, before it does. */
import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../contract/campaigns.ts";
import { api, client } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { formatExact, formatNumber } from "../ui/format.ts";
import { useEstimate } from "./estimate.tsx";

export function StartDialog({ campaign, close }: { campaign: Campaign; close: () => void }) {
  const { t, i18n } = useTranslation(["campaigns", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data, error } = useEstimate(campaign);
  const settings = useQuery(api.workspaces.get.queryOptions());
  const { schedule, templates } = campaign;
  const start = useMutation({
    mutationFn: () => client.campaigns.start({ id: campaign.id }),
    onSuccess: async (started) => {
      queryClient.setQueryData(api.campaigns.get.queryKey({ input: { id: campaign.id } }), started);
      await queryClient.invalidateQueries({ queryKey: api.campaigns.key() });
      await navigate({ to: "/w/$workspace/campaigns/$campaignId", params: { workspace, campaignId: campaign.id }, replace: true });
      close();
    },
  });
  const when =
    schedule.at === undefined
      ? t("confirm.now")
      : schedule.inContactTimeZone
        ? t("confirm.theirs", { at: formatExact(`${schedule.at.slice(0, 16)}:00Z`, i18n.language, "UTC") })
        : t("confirm.at", { at: formatExact(schedule.at, i18n.language, settings.data?.settings.timeZone) });
  return (
    <Modal opened onClose={close} title={t(schedule.at ? "confirm.scheduleTitle" : "confirm.title", { name: campaign.name })}>
      <Stack gap="md">
        {!data && !error && <Skeleton height={60} />}
        {data && (
          <Text>
            {t(templates ? "confirm.sends" : "confirm.starts", {
              count: data.reachable,
              number: formatNumber(data.reachable, i18n.language),
              template: templates?.map(({ template }) => template).join(" / ") ?? "",
            })}{" "}
            {when}
          </Text>
        )}
        {data && data.total > data.reachable && (
          <Text size="sm" c="dimmed">
            {t("confirm.leftOut", { count: data.total - data.reachable })}
          </Text>
        )}
        {data?.limit && data.limit.days > 0 && (
          <Text size="sm">
            {t("estimate.limitDays", { count: data.limit.days, reached: formatNumber(data.limit.reached, i18n.language) })}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {t("confirm.hint")}
        </Text>
        <FormError error={error ?? start.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button loading={start.isPending} disabled={!data || data.reachable === 0} onClick={() => start.mutate()} data-autofocus>
            {data
              ? t(schedule.at ? "confirm.schedule" : "confirm.send", {
                  count: data.reachable,
                  number: formatNumber(data.reachable, i18n.language),
                })
              : t("start")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
