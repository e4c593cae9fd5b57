/** Everything that was called outside, newest first: what, for whom, how it ended. */
import { Button, Group, Select, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { IconArrowUpRight } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { OutgoingRequest } from "../../../contract/connections.ts";
import { api } from "../../api.ts";
import { StateBadge } from "../../shell/state-badge.tsx";
import { useUrlState } from "../../shell/use-url-state.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import classes from "../integrations.module.css";
import { CallDetail } from "./call-detail.tsx";
import { STATE_TONES } from "./state-tones.ts";

export function CallsTab() {
  const { t } = useTranslation("integrations");
  const [state, setState] = useUrlState("state");
  const [connection, setConnection] = useUrlState("connection");
  const [automationId, setAutomationId] = useUrlState("automation");
  const [open, setOpen] = useUrlState("call");
  const connections = useQuery(api.connections.list.queryOptions());
  const automations = useQuery(api.automations.list.queryOptions({ input: {}, retry: false }));
  const log = useInfiniteQuery(
    api.requests.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...(cursor && { cursor }),
        ...(state && { state: state as "failed" }),
        ...(connection && { connection }),
        ...(automationId && { automationId }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: 5000,
    }),
  );
  const webhooks = useQuery(api.eventWebhooks.list.queryOptions());
  const names = new Map([...(automations.data?.items ?? []), ...(webhooks.data?.items ?? [])].map(({ id, name }) => [id, name]));
  const items = log.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <Group gap="sm" mb="md">
        <Select
          clearable
          w={160}
          placeholder={t("call.anyState")}
          aria-label={t("call.state")}
          data={Object.keys(STATE_TONES).map((one) => ({ value: one, label: t(`call.states.${one as "done"}`) }))}
          value={state || null}
          onChange={setState}
        />
        <Select
          clearable
          searchable
          w={200}
          placeholder={t("call.anyConnection")}
          aria-label={t("call.connection")}
          data={[...new Set([...(connections.data?.items.map(({ name }) => name) ?? []), ...(connection ? [connection] : [])])]}
          value={connection || null}
          onChange={setConnection}
        />
        <Select
          clearable
          searchable
          w={220}
          placeholder={t("call.anyAutomation")}
          aria-label={t("call.automation")}
          data={automations.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={automationId || null}
          onChange={setAutomationId}
        />
      </Group>
      {log.error && <ErrorState error={log.error} retry={() => void log.refetch()} />}
      {log.isPending && <Skeleton height={200} />}
      {items?.length === 0 && (
        <EmptyState icon={<IconArrowUpRight size={32} />} title={t(state || connection || automationId ? "call.noneSuch" : "call.none")}>
          {t("call.noneText")}
        </EmptyState>
      )}
      {items?.map((call) => (
        <CallRow
          key={call.id}
          call={call}
          from={names.get(call.automationId ?? String(call.payload["webhookId"]))}
          open={() => setOpen(call.id)}
        />
      ))}
      {log.hasNextPage && (
        <Button variant="default" mt="md" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      {open && <CallDetail id={open} automation={(id) => names.get(id)} close={() => setOpen(null)} />}
    </>
  );
}

/** `from`: the automation or the event webhook that makes it. */
function CallRow({ call, from, open }: { call: OutgoingRequest; from: string | undefined; open: () => void }) {
  const { t } = useTranslation("integrations");
  const { connector, connection, state, attempts, payload, createdAt } = call;
  const url = typeof payload["url"] === "string" ? payload["url"] : (connection ?? "");
  return (
    <UnstyledButton className={classes.row ?? ""} onClick={open}>
      <span>
        <StateBadge tone={STATE_TONES[state]}>{t(`call.states.${state}`)}</StateBadge>
      </span>
      <span style={{ minWidth: 0 }}>
        <Text span display="block" size="sm" fw={600} truncate>
          {t(`connector.${connector as "webhook"}`, { defaultValue: connector })}
          {from && (
            <Text span size="sm" c="dimmed" fw={400}>
              {" "}
              · {from}
            </Text>
          )}
        </Text>
        <Text span display="block" size="xs" c="dimmed" truncate>
          {url}
        </Text>
      </span>
      <Text span size="xs" c="dimmed" ta="end">
        <RelativeTime at={createdAt} />
        {attempts > 1 && <span style={{ display: "block" }}>{t("call.attempts", { count: attempts })}</span>}
      </Text>
    </UnstyledButton>
  );
}
