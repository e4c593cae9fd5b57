/** The automations a contact is inside now. */
import { ActionIcon, Group, Text, Tooltip } from "@mantine/core";
import { IconPlayerStopFilled, IconSchema } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { RelativeTime } from "../ui/relative-time.tsx";

interface ActiveRun {
  id: string;
  automation: { id: string; name: string };
  startedAt: string;
}

export function ActiveRuns({ runs }: { runs: readonly ActiveRun[] }) {
  const { t } = useTranslation("chat");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const queryClient = useQueryClient();
  const stop = useMutation(
    api.runs.stop.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: api.chats.key() }),
          queryClient.invalidateQueries({ queryKey: api.runs.key() }),
        ]),
      onError: toastError,
    }),
  );
  if (runs.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t("inside")}
      </Text>
      {runs.map((run) => (
        <Group key={run.id} gap="xs" wrap="nowrap">
          <IconSchema size={16} aria-hidden />
          <Text size="sm" flex={1} lineClamp={1}>
            <Link
              to="/w/$workspace/automations/$automationId"
              params={{ workspace, automationId: run.automation.id }}
              search={{ mode: "live", run: run.id }}
            >
              {run.automation.name}
            </Link>{" "}
            <Text span size="xs" c="dimmed">
              <RelativeTime at={run.startedAt} />
            </Text>
          </Text>
          {may("runs:write") && (
            <Tooltip label={t("stopRun")}>
              <ActionIcon aria-label={t("stopRun")} loading={stop.isPending} onClick={() => stop.mutate({ id: run.id })}>
                <IconPlayerStopFilled size={16} color="var(--parola-danger)" />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      ))}
    </div>
  );
}
