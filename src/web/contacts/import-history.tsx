import { Table, Text, Title, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { RelativeTime } from "../ui/relative-time.tsx";

export function ImportHistory({ open }: { open: (id: string) => void }) {
  const { t } = useTranslation("contacts");
  const { data } = useQuery(api.imports.list.queryOptions({ input: { limit: 20 } }));
  if (!data || data.items.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t("import.history")}
      </Title>
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {data.items.map((job) => (
            <Table.Tr key={job.id}>
              <Table.Td>
                <UnstyledButton fw={600} onClick={() => open(job.id)}>
                  {job.filename}
                </UnstyledButton>
              </Table.Td>
              <Table.Td>{t(`import.historyState.${job.state}`)}</Table.Td>
              <Table.Td visibleFrom="sm">
                <Text size="sm" c="dimmed">
                  {t("import.result", { created: job.created, updated: job.updated, skipped: job.skipped, failed: job.failed })}
                </Text>
              </Table.Td>
              <Table.Td>
                <RelativeTime at={job.createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
