import { Table, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { client } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { formatNumber, localeOf } from "../ui/format.ts";

type Lists = Awaited<ReturnType<typeof client.reports.dashboard>>["lists"];

export function ListGrowth({ lists }: { lists: Lists }) {
  const { t, i18n } = useTranslation("reports");
  const workspace = useWorkspaceSlug();
  if (lists.length === 0) return null;
  const signed = new Intl.NumberFormat(localeOf(i18n.language), { signDisplay: "exceptZero" });
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("lists.title")}
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("lists.list")}</Table.Th>
            <Table.Th ta="right">{t("lists.contacts")}</Table.Th>
            <Table.Th ta="right">{t("lists.growth")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lists.map(({ list, contacts, growth }) => (
            <Table.Tr key={list.id}>
              <Table.Td>
                <Link
                  to="/w/$workspace/contacts"
                  params={{ workspace }}
                  search={{ filter: { all: [{ field: "contact.lists", op: "has_any", value: [list.name] }] } } as never}
                >
                  {list.name}
                </Link>
              </Table.Td>
              <Table.Td ta="right">{formatNumber(contacts, i18n.language)}</Table.Td>
              <Table.Td ta="right">{growth === null ? "–" : signed.format(growth)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
