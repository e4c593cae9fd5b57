/** What WhatsApp charges for, by category; in money where the workspace wrote its prices down. */
import { Anchor, Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { client } from "../api.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { formatMoney, formatNumber } from "../ui/format.ts";

type Costs = Awaited<ReturnType<typeof client.reports.dashboard>>["costs"];

export function MessageCosts({ costs: { categories, currency, total } }: { costs: Costs }) {
  const { t, i18n } = useTranslation("reports");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const number = (value: number) => formatNumber(value, i18n.language);
  const money = (value: number | null) => (value === null || currency === null ? "–" : formatMoney(value, currency, i18n.language));
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("costs.title")}
      </Title>
      {categories.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t("costs.none")}
        </Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("costs.category")}</Table.Th>
              <Table.Th ta="right">{t("costs.charged")}</Table.Th>
              <Table.Th ta="right">{t("costs.free")}</Table.Th>
              <Table.Th ta="right">{t("cost")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {categories.map((row) => (
              <Table.Tr key={row.category}>
                <Table.Td>{t(`costs.of.${row.category}`, { defaultValue: row.category })}</Table.Td>
                <Table.Td ta="right">{number(row.charged)}</Table.Td>
                <Table.Td ta="right">{number(row.free)}</Table.Td>
                <Table.Td ta="right">{money(row.cost)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          {total !== null && categories.length > 1 && (
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th colSpan={3}>{t("total")}</Table.Th>
                <Table.Th ta="right">{money(total)}</Table.Th>
              </Table.Tr>
            </Table.Tfoot>
          )}
        </Table>
      )}
      {currency === null && (
        <Text c="dimmed" size="sm" mt="xs">
          {t("costs.noPrices")}{" "}
          {may("workspace:write") && (
            <Anchor
              component={Link}
              to="/w/$workspace/settings/$section"
              params={{ workspace, section: "workspace" } as never}
              size="sm"
              underline="always"
            >
              {t("costs.enterPrices")}
            </Anchor>
          )}
        </Text>
      )}
    </section>
  );
}
