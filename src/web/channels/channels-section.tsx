/** The numbers of a workspace; one of them, or a new one, when the address says so. */
import { Button, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconBrandWhatsapp, IconDeviceMobile, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { SectionHeader } from "../settings/section-header.tsx";
import { StateBadge } from "../shell/state-badge.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { ChannelDetail } from "./channel-detail.tsx";
import { ConnectNumber } from "./connect-number.tsx";

export function ChannelsSection() {
  const { t } = useTranslation(["channels", "chat"]);
  const workspace = useWorkspaceSlug();
  const { itemId } = useParams({ strict: false });
  const may = useMay();
  const queryClient = useQueryClient();
  const channels = useQuery(api.channels.list.queryOptions());
  const sandbox = useMutation(
    api.channels.createSandbox.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.channels.key() }),
      onError: toastError,
    }),
  );
  if (itemId === "new") return <ConnectNumber />;
  if (itemId) return <ChannelDetail id={itemId} />;
  const items = channels.data?.items;
  return (
    <>
      <SectionHeader
        title={t("title")}
        lead={t("lead")}
        action={
          may("channels:write") && (
            <Button component={Link} to={`/w/${workspace}/settings/channels/new`} leftSection={<IconPlus size={16} />}>
              {t("connect")}
            </Button>
          )
        }
      />
      {channels.error && <ErrorState error={channels.error} retry={() => void channels.refetch()} />}
      {channels.isPending && <Skeleton height={120} />}
      {items?.length === 0 && <EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>}
      <Stack gap="sm">
        {items?.map((channel) => (
          <Paper key={channel.id} withBorder p="md">
            <Group justify="space-between">
              <Group gap="sm">
                {channel.kind === "sandbox" ? <IconDeviceMobile size={24} aria-hidden /> : <IconBrandWhatsapp size={24} aria-hidden />}
                <div>
                  <Text fw={600}>{channel.name}</Text>
                  <Text size="sm" c="dimmed">
                    {channel.phone ?? channel.phoneNumberId}
                  </Text>
                </div>
              </Group>
              <Group gap="xs">
                {channel.quality && (
                  <StateBadge tone={channel.quality === "GREEN" ? "good" : channel.quality === "RED" ? "bad" : "warning"}>
                    {t(`quality.${channel.quality}`, { defaultValue: channel.quality })}
                  </StateBadge>
                )}
                <StateBadge tone={channel.status === "active" ? "good" : "bad"}>{t(`status.${channel.status}`)}</StateBadge>
                <Button component={Link} to={`/w/${workspace}/settings/channels/${channel.id}`} size="xs" variant="default">
                  {t("open")}
                </Button>
              </Group>
            </Group>
            {channel.stoppedReason && (
              <Text size="sm" c="var(--parola-danger)" mt="xs">
                {t(`chat:failure.${channel.stoppedReason}`, { defaultValue: channel.stoppedReason })}
              </Text>
            )}
          </Paper>
        ))}
      </Stack>
      {items && !items.some(({ kind }) => kind === "sandbox") && may("channels:write") && (
        <Button
          mt="md"
          variant="default"
          leftSection={<IconDeviceMobile size={16} />}
          loading={sandbox.isPending}
          onClick={() => sandbox.mutate({})}
        >
          {t("makeSandbox")}
        </Button>
      )}
    </>
  );
}
