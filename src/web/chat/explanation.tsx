/** "Why did it start, why not?": what every start step thought of one message. */
import { Modal, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { ErrorState } from "../ui/error-state.tsx";

export function Explanation({ messageId, close }: { messageId: string; close: () => void }) {
  const { t } = useTranslation(["chat", "automations"]);
  const workspace = useWorkspaceSlug();
  const { data, error } = useQuery(api.messages.explain.queryOptions({ input: { id: messageId } }));
  const outcome = data?.outcome;
  return (
    <Modal opened onClose={close} title={t("explain")} size="lg">
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton height={120} />}
      {data && (
        <Stack>
          <Text>
            {outcome?.started
              ? t("explained.started", { name: outcome.started.automation.name })
              : outcome && outcome.resumed.length > 0
                ? t("explained.resumed", { name: outcome.resumed.map(({ automation }) => automation.name).join(", ") })
                : t("explained.nothing")}
          </Text>
          {data.triggers.length > 0 && (
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("automation")}</Table.Th>
                  <Table.Th>{t("explained.trigger")}</Table.Th>
                  <Table.Th>{t("explained.result")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.triggers.map((trigger) => (
                  <Table.Tr key={trigger.automation.id + trigger.triggerId}>
                    <Table.Td>
                      <Link
                        to="/w/$workspace/automations/$automationId"
                        params={{ workspace, automationId: trigger.automation.id }}
                        search={{ step: trigger.triggerId }}
                      >
                        {trigger.automation.name}
                      </Link>
                    </Table.Td>
                    <Table.Td>{t(`automations:trigger.${trigger.type}`, { defaultValue: trigger.type })}</Table.Td>
                    <Table.Td>
                      <StateBadge tone={trigger.started ? "good" : "neutral"}>
                        {t(trigger.started ? "explained.yes" : "explained.no")}
                      </StateBadge>
                      <Text size="xs" c="dimmed" mt={2}>
                        {t(`explained.reason.${trigger.reason}`, { defaultValue: trigger.detail })}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
        </Stack>
      )}
    </Modal>
  );
}
