import { Button, Center, Checkbox, Skeleton, Table, Text, UnstyledButton } from "@mantine/core";
import { IconTicket } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type client } from "../api.ts";
import { useMay } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { PriorityBadge } from "./priority-badge.tsx";
import { StatusSelect } from "./status-select.tsx";
import { TicketBulk } from "./ticket-bulk.tsx";

interface TicketListProps {
  filter: Omit<NonNullable<Parameters<typeof client.tickets.list>[0]>, "cursor" | "limit">;
  open: (id: string) => void;
  narrowed: boolean;
}

export function TicketList({ filter, open, narrowed }: TicketListProps) {
  const { t } = useTranslation("tickets");
  const query = useInfiniteQuery(
    api.tickets.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, limit: 50, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const may = useMay();
  const writable = may("tickets:write");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={240} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState icon={<IconTicket size={32} />} title={t(narrowed ? "nothing.title" : "empty.title")}>
        {t(narrowed ? "nothing.text" : "empty.text")}
      </EmptyState>
    );
  }
  // What a filter hides is not meant any more.
  const chosen = items.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  return (
    <>
      <Table.ScrollContainer minWidth={320}>
        <Table verticalSpacing="xs" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {writable && (
                <Table.Th w={36}>
                  <Checkbox
                    size="xs"
                    aria-label={t("selectAll")}
                    checked={chosen.length === items.length}
                    indeterminate={chosen.length > 0 && chosen.length < items.length}
                    onChange={() => setSelected(chosen.length === items.length ? new Set() : new Set(items.map(({ id }) => id)))}
                  />
                </Table.Th>
              )}
              <Table.Th>{t("column.title")}</Table.Th>
              <Table.Th w={{ base: 132, sm: 170 }}>{t("column.status")}</Table.Th>
              <Table.Th w={110} visibleFrom="sm">
                {t("column.priority")}
              </Table.Th>
              <Table.Th visibleFrom="sm">{t("column.category")}</Table.Th>
              <Table.Th visibleFrom="md">{t("column.owner")}</Table.Th>
              <Table.Th w={120} visibleFrom="md">
                {t("column.created")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((ticket) => (
              <Table.Tr key={ticket.id}>
                {writable && (
                  <Table.Td>
                    <Checkbox
                      size="xs"
                      aria-label={t("select", { reference: ticket.reference })}
                      checked={selected.has(ticket.id)}
                      onChange={() => toggle(ticket.id)}
                    />
                  </Table.Td>
                )}
                <Table.Td>
                  <UnstyledButton fw={600} onClick={() => open(ticket.id)}>
                    {ticket.title}
                  </UnstyledButton>
                  <Text size="xs" c="dimmed">
                    {ticket.reference} · {ticket.contact.name || ticket.contact.phone}
                  </Text>
                  <Text size="xs" c="dimmed" hiddenFrom="sm">
                    {t(`priority.${ticket.priority}`)}
                    {ticket.category !== null && ` · ${ticket.category}`}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <StatusSelect ticket={ticket} />
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <PriorityBadge priority={ticket.priority} />
                </Table.Td>
                <Table.Td visibleFrom="sm">{ticket.category}</Table.Td>
                <Table.Td visibleFrom="md">{ticket.owner}</Table.Td>
                <Table.Td visibleFrom="md">
                  <RelativeTime at={ticket.createdAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {query.hasNextPage && (
          <Center mt="md">
            <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t("more")}
            </Button>
          </Center>
        )}
      </Table.ScrollContainer>
      {chosen.length > 0 && <TicketBulk ids={chosen} clear={() => setSelected(new Set())} />}
    </>
  );
}
