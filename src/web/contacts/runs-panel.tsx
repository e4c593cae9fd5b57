/** The automations a contact went through, and those they are inside now. */
import { Button, Group, Skeleton, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RunSummary } from "../../contract/runs.ts";
import { api } from "../api.ts";
import { StateBadge, type Tone } from "../shell/state-badge.tsx";
import { toastDone, toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const TONES: Record<string, Tone> = { running: "good", waiting: "warning", failed: "bad" };

export function RunsPanel({ contactId }: { contactId: string }) {
  const { t } = useTranslation("contacts");
  const runs = useQuery(api.runs.list.queryOptions({ input: { contactId } }));
  if (runs.isPending) return <Skeleton height={120} />;
  if (runs.data?.items.length === 0) return <EmptyState title={t("runs.none")}>{t("runs.noneHint")}</EmptyState>;
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("runs.automation")}</Table.Th>
          <Table.Th>{t("runs.state")}</Table.Th>
          <Table.Th>{t("runs.started")}</Table.Th>
          <Table.Th />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.data?.items.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function RunRow({ run }: { run: RunSummary }) {
  const { t } = useTranslation("contacts");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const queryClient = useQueryClient();
  const done = {
    onSuccess: () => {
      toastDone(t("runs.accepted"));
      void queryClient.invalidateQueries({ queryKey: api.runs.key() });
    },
    onError: toastError,
  };
  const stop = useMutation(api.runs.stop.mutationOptions(done));
  const skip = useMutation(api.runs.skipWait.mutationOptions(done));
  const active = run.endedAt === null;
  return (
    <Table.Tr>
      <Table.Td>
        <Link
          to="/w/$workspace/automations/$automationId"
          params={{ workspace, automationId: run.automation.id }}
          search={{ mode: "live", run: run.id }}
        >
          {run.automation.name}
        </Link>
      </Table.Td>
      <Table.Td>
        <StateBadge tone={TONES[run.status] ?? "neutral"}>{t(`runs.status.${run.status}`)}</StateBadge>
        {run.reason && (
          <Text size="xs" c="dimmed">
            {run.reason}
          </Text>
        )}
        {run.wakeAt && (
          <Text size="xs" c="dimmed">
            {t("runs.until")} <RelativeTime at={run.wakeAt} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RelativeTime at={run.startedAt} />
      </Table.Td>
      <Table.Td>
        {active && may("runs:write") && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            {run.wakeAt && (
              <Button size="compact-xs" variant="light" loading={skip.isPending} onClick={() => skip.mutate({ id: run.id })}>
                {t("runs.skip")}
              </Button>
            )}
            <Button size="compact-xs" variant="light" color="red" loading={stop.isPending} onClick={() => stop.mutate({ id: run.id })}>
              {t("runs.stop")}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
