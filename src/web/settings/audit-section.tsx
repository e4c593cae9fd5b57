import { Button, Center, Skeleton, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { auditText } from "./audit-text.ts";
import { SectionHeader } from "./section-header.tsx";

export function AuditSection() {
  const { t } = useTranslation("settings");
  const query = useInfiniteQuery(
    api.workspaces.audit.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 50, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <SectionHeader title={t("section.audit")} lead={t("audit.lead")} />
      {query.error && <ErrorState error={query.error} />}
      {query.isPending && <Skeleton height={200} />}
      {items?.length === 0 && <EmptyState title={t("audit.empty")} />}
      {items && items.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("audit.when")}</Table.Th>
                <Table.Th>{t("audit.who")}</Table.Th>
                <Table.Th>{t("audit.what")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((entry) => (
                <Table.Tr key={entry.id}>
                  <Table.Td>
                    <RelativeTime at={entry.at} />
                  </Table.Td>
                  <Table.Td>{entry.actor.name}</Table.Td>
                  <Table.Td>
                    <Text size="sm" title={entry.action}>
                      {auditText(entry.action, t)}
                    </Text>
                    {typeof entry.detail["name"] === "string" && (
                      <Text size="xs" c="dimmed">
                        {entry.detail["name"]}
                      </Text>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {query.hasNextPage && (
        <Center mt="md">
          <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("audit.older")}
          </Button>
        </Center>
      )}
    </>
  );
}
