/** What the AI operators did in the period, and what the models charged for it. */
import { Table, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { costText } from "../agents/cost-text.ts";
import { useModelConnections } from "../agents/use-connections.ts";
import { api } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { formatNumber } from "../ui/format.ts";

export function AiUsage({ period }: { period: { from: string; to: string } }) {
  const { t, i18n } = useTranslation("reports");
  const workspace = useWorkspaceSlug();
  const { data } = useQuery(api.agents.usage.queryOptions({ input: period, placeholderData: (previous) => previous }));
  const connections = useModelConnections();
  if (!data || data.agents.length === 0) return null;
  const number = (value: number) => formatNumber(value, i18n.language);
  const cost = (value: number) => costText(value, connections.data?.[0], i18n.language);
  const sum = (key: "answered" | "handedOver" | "inputTokens" | "outputTokens" | "cost") =>
    data.agents.reduce((total, agent) => total + agent[key], 0);
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("ai.title")}
      </Title>
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("ai.agent")}</Table.Th>
              <Table.Th ta="right">{t("ai.answers")}</Table.Th>
              <Table.Th ta="right">{t("ai.handedOver")}</Table.Th>
              <Table.Th ta="right">{t("ai.tokens")}</Table.Th>
              <Table.Th ta="right">{t("cost")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.agents.map(({ agent, ...used }) => (
              <Table.Tr key={agent.id}>
                <Table.Td>
                  {agent.name ? <Link to={`/w/${workspace}/agents/${agent.id}` as never}>{agent.name}</Link> : t("ai.gone")}
                </Table.Td>
                <Table.Td ta="right">{number(used.answered)}</Table.Td>
                <Table.Td ta="right">{number(used.handedOver)}</Table.Td>
                <Table.Td ta="right">{number(used.inputTokens + used.outputTokens)}</Table.Td>
                <Table.Td ta="right">{cost(used.cost)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          {data.agents.length > 1 && (
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th>{t("total")}</Table.Th>
                <Table.Th ta="right">{number(sum("answered"))}</Table.Th>
                <Table.Th ta="right">{number(sum("handedOver"))}</Table.Th>
                <Table.Th ta="right">{number(sum("inputTokens") + sum("outputTokens"))}</Table.Th>
                <Table.Th ta="right">{cost(sum("cost"))}</Table.Th>
              </Table.Tr>
            </Table.Tfoot>
          )}
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
