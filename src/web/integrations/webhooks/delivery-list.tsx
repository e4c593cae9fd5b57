/** What was sent to an address, newest first; each can be sent again, and so can all that failed. */
import { Button, Group, Select, Skeleton, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventDelivery, EventWebhook } from "../../../contract/event-webhooks.ts";
import { api, client } from "../../api.ts";
import { StateBadge } from "../../shell/state-badge.tsx";
import { toastDone, toastError } from "../../shell/toast.ts";
import { useMay } from "../../shell/use-me.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Attempts, Body } from "../attempts.tsx";
import { STATE_TONES } from "../calls/state-tones.ts";

const DAY_MS = 86_400_000;
const SINCE = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;

export function DeliveryList({ webhook: { id, status } }: { webhook: EventWebhook }) {
  const { t } = useTranslation("integrations");
  const may = useMay();
  const queryClient = useQueryClient();
  const [state, setState] = useState<string | null>(null);
  const log = useInfiniteQuery(
    api.eventWebhooks.deliveries.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: 20, ...(cursor && { cursor }), ...(state && { state: state as "failed" }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      // What is under way changes by itself.
      refetchInterval: 3000,
    }),
  );
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.eventWebhooks.key() });
  const replayAll = useMutation({
    mutationFn: (since: keyof typeof SINCE) =>
      client.eventWebhooks.replaySince({ id, since: new Date(Date.now() - SINCE[since]).toISOString(), failedOnly: true }),
    onSuccess: async ({ replayed }) => {
      toastDone(t("webhook.replayed", { count: replayed }));
      await refresh();
    },
    onError: toastError,
  });
  const replay = useMutation({
    mutationFn: (deliveryId: string) => client.eventWebhooks.replay({ id, deliveryId }),
    onSuccess: refresh,
    onError: toastError,
  });
  const items = log.data?.pages.flatMap((page) => page.items);
  const writable = may("integrations:write") && status === "active";
  return (
    <Stack gap="sm">
      <Group gap="xs" align="flex-end">
        <Select
          clearable
          w={170}
          size="xs"
          placeholder={t("call.anyState")}
          aria-label={t("call.state")}
          data={(["pending", "done", "failed"] as const).map((one) => ({ value: one, label: t(`call.states.${one}`) }))}
          value={state}
          onChange={setState}
        />
        {writable && (
          <Select
            w={230}
            size="xs"
            placeholder={t("webhook.replayFailed")}
            aria-label={t("webhook.replayFailed")}
            data={Object.keys(SINCE).map((one) => ({ value: one, label: t(`webhook.since.${one as "day"}`) }))}
            value={null}
            onChange={(since) => since && replayAll.mutate(since as "day")}
          />
        )}
      </Group>
      {log.isPending && <Skeleton height={80} />}
      {items?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("webhook.noDeliveries")}
        </Text>
      )}
      {items?.map((delivery) => (
        <Delivery
          key={delivery.id}
          delivery={delivery}
          replay={writable && (delivery.state === "done" || delivery.state === "failed") ? () => replay.mutate(delivery.id) : undefined}
        />
      ))}
      {log.hasNextPage && (
        <Button variant="default" size="xs" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </Stack>
  );
}

function Delivery({ delivery, replay }: { delivery: EventDelivery; replay: (() => void) | undefined }) {
  const { t } = useTranslation("integrations");
  const { type, state, createdAt, body, log } = delivery;
  return (
    <details>
      <summary>
        <StateBadge tone={STATE_TONES[state]}>{t(`call.states.${state}`)}</StateBadge>{" "}
        <Text span size="sm">
          {t(`event.${type.replace(".", "_")}` as "event.webhook_test", { defaultValue: type })}
        </Text>{" "}
        <Text span size="xs" c="dimmed">
          <RelativeTime at={createdAt} />
        </Text>
      </summary>
      <Stack gap="xs" ps="md" py="xs">
        {replay && (
          <div>
            <Button size="compact-xs" variant="light" leftSection={<IconRefresh size={14} />} onClick={replay}>
              {t("webhook.replay")}
            </Button>
          </div>
        )}
        <Body label={t("webhook.envelope")} text={JSON.stringify(body)} />
        <Attempts log={log} />
      </Stack>
    </details>
  );
}
