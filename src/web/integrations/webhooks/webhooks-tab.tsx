/** Addresses that are told what happens in the workspace. */
import { Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconBroadcast, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventWebhook } from "../../../contract/event-webhooks.ts";
import { api } from "../../api.ts";
import { StateBadge } from "../../shell/state-badge.tsx";
import { useMay } from "../../shell/use-me.ts";
import { useUrlState } from "../../shell/use-url-state.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import classes from "../integrations.module.css";
import { DisabledNotice } from "./disabled-notice.tsx";
import { SecretOnce } from "./secret-once.tsx";
import { WebhookDetail } from "./webhook-detail.tsx";
import { WebhookForm } from "./webhook-form.tsx";

export function WebhooksTab() {
  const { t } = useTranslation("integrations");
  const may = useMay();
  const [open, setOpen] = useUrlState("webhook");
  // Whoever looks at one sees as soon as its deliveries that it was switched off.
  const list = useQuery(api.eventWebhooks.list.queryOptions({ refetchInterval: open === "" ? 15_000 : 3_000 }));
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const chosen = list.data?.items.find(({ id }) => id === open);
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton height={120} />;
  const writable = may("integrations:write");
  const add = writable && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t("webhook.new")}
    </Button>
  );
  return (
    <>
      {list.data.items.length === 0 ? (
        <EmptyState icon={<IconBroadcast size={32} />} title={t("webhook.empty")} action={add}>
          {t("webhook.emptyText")}
        </EmptyState>
      ) : (
        <Stack gap="sm" maw={900}>
          <Group justify="flex-end">{add}</Group>
          {list.data.items.map((webhook) => (
            <WebhookCard key={webhook.id} webhook={webhook} open={() => setOpen(webhook.id)} />
          ))}
        </Stack>
      )}
      {making && <WebhookForm close={() => setMaking(false)} made={(made) => setSecret(made.secret)} />}
      {secret && <SecretOnce secret={secret} close={() => setSecret(undefined)} />}
      {chosen && <WebhookDetail webhook={chosen} close={() => setOpen(null)} showSecret={setSecret} />}
    </>
  );
}

function WebhookCard({ webhook, open }: { webhook: EventWebhook; open: () => void }) {
  const { t } = useTranslation("integrations");
  const { name, url, types, status, lastDelivery } = webhook;
  return (
    <article className={classes.card} aria-label={name}>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: "1 1 260px" }}>
          <Text fw={600}>{name}</Text>
          <Text size="xs" c="dimmed" className={classes.mono ?? ""}>
            {url}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <StateBadge tone={status === "active" ? "good" : "bad"}>{t(`webhook.status.${status}`)}</StateBadge>
          <Button size="xs" variant="default" onClick={open} aria-label={t("detailsOf", { name })}>
            {t("details")}
          </Button>
        </Group>
      </Group>
      <Group gap={6}>
        {types.map((type) => (
          <Badge key={type} variant="default" style={{ textTransform: "none" }} title={type}>
            {t(`event.${type.replace(".", "_")}` as "event.webhook_test", { defaultValue: type })}
          </Badge>
        ))}
      </Group>
      <DisabledNotice webhook={webhook} />
      <Text size="xs" c="dimmed">
        {lastDelivery ? (
          <>
            {t(lastDelivery.ok ? "webhook.lastOk" : "webhook.lastFailed")} <RelativeTime at={lastDelivery.at} />
          </>
        ) : (
          t("webhook.neverSent")
        )}
      </Text>
    </article>
  );
}
