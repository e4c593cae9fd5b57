/** One call to the outside: where it came from, every attempt, and another try by hand. */
import { Alert, Anchor, Button, Drawer, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api.ts";
import { StateBadge } from "../../shell/state-badge.tsx";
import { toastError } from "../../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../../shell/use-me.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Attempts, Body } from "../attempts.tsx";
import { STATE_TONES } from "./state-tones.ts";

interface CallDetailProps {
  id: string;
  automation: (id: string) => string | undefined;
  close: () => void;
}

export function CallDetail({ id, automation, close }: CallDetailProps) {
  const { t } = useTranslation("integrations");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const queryClient = useQueryClient();
  const { data: call, error } = useQuery(api.requests.get.queryOptions({ input: { id }, refetchInterval: 3000 }));
  const retry = useMutation({
    mutationFn: () => client.requests.retry({ id }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.requests.key() }),
    onError: toastError,
  });
  const title = call ? t(`connector.${call.connector as "webhook"}`, { defaultValue: call.connector }) : "";
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={title}>
      {error && <ErrorState error={error} />}
      {!call && !error && <Skeleton height={200} />}
      {call && (
        <Stack gap="md">
          <Group gap="xs">
            <StateBadge tone={STATE_TONES[call.state]}>{t(`call.states.${call.state}`)}</StateBadge>
            {call.connection && <Text size="sm">{call.connection}</Text>}
            <Text size="sm" c="dimmed">
              <RelativeTime at={call.createdAt} />
            </Text>
          </Group>
          {call.automationId && (
            <Text size="sm">
              {t("call.from")}{" "}
              <Anchor
                component={Link}
                to="/w/$workspace/automations/$automationId"
                params={{ workspace, automationId: call.automationId } as never}
                search={{ ...(call.stepId && { step: call.stepId }) } as never}
                inherit
                underline="always"
              >
                {automation(call.automationId) ?? t("call.automation")}
              </Anchor>
              {call.contactId && may("contacts:read") && (
                <>
                  {" · "}
                  <Anchor
                    component={Link}
                    to="/w/$workspace/contacts/$contactId"
                    params={{ workspace, contactId: call.contactId } as never}
                    inherit
                    underline="always"
                  >
                    {t("call.contact")}
                  </Anchor>
                </>
              )}
            </Text>
          )}
          {call.state === "pending" && call.dueAt && (
            <Text size="sm">
              {t("call.due")} <RelativeTime at={call.dueAt} />
            </Text>
          )}
          {may("integrations:write") && call.retryable && (
            <Group gap="sm">
              <Button size="xs" leftSection={<IconRefresh size={14} />} loading={retry.isPending} onClick={() => retry.mutate()}>
                {t("call.retry")}
              </Button>
              <Text size="xs" c="dimmed" flex={1}>
                {t(call.state === "failed" ? "call.retryHint" : "call.retryNow")}
              </Text>
            </Group>
          )}
          {call.state === "failed" && !call.retryable && (
            <Alert variant="light" color="gray" p="sm">
              {t("call.notRetryable")}
            </Alert>
          )}
          <Body label={t("call.payload")} text={JSON.stringify(call.payload)} />
          <Attempts log={call.log} />
        </Stack>
      )}
    </Drawer>
  );
}
