/** One column per status. Cards are dragged, or moved with the list in each card. */
import { Badge, Skeleton, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type client } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { PriorityBadge } from "./priority-badge.tsx";
import { StatusSelect } from "./status-select.tsx";
import classes from "./tickets.module.css";
import { useStatusLabel } from "./use-status-label.ts";

export function TicketBoard({ filter, open }: { filter: Parameters<typeof client.tickets.board>[0]; open: (id: string) => void }) {
  const { t } = useTranslation("tickets");
  const queryClient = useQueryClient();
  const statusLabel = useStatusLabel();
  const board = useQuery(api.tickets.board.queryOptions({ input: filter }));
  const [over, setOver] = useState<string>();
  const move = useMutation(
    api.tickets.update.mutationOptions({
      onError: toastError,
      onSettled: () => void queryClient.invalidateQueries({ queryKey: api.tickets.key() }),
    }),
  );
  if (board.error) return <ErrorState error={board.error} retry={() => void board.refetch()} />;
  if (!board.data) return <Skeleton height={320} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <div className={classes.board} tabIndex={0} role="region" aria-label={t("board")}>
      {board.data.columns.map((column) => (
        <section
          key={column.status}
          className={classes.column}
          data-over={over === column.status || undefined}
          aria-label={statusLabel(column.status)}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(column.status);
          }}
          onDragLeave={() => setOver(undefined)}
          onDrop={(event) => {
            setOver(undefined);
            const id = event.dataTransfer.getData("text/plain");
            if (id) move.mutate({ id, status: column.status });
          }}
        >
          <header className={classes.columnHeader}>
            <Text fw={600} size="sm">
              {statusLabel(column.status)}
            </Text>
            <Badge variant="default">{column.count}</Badge>
          </header>
          {column.tickets.map((ticket) => (
            <article
              key={ticket.id}
              className={classes.card}
              draggable
              onDragStart={(event) => event.dataTransfer.setData("text/plain", ticket.id)}
            >
              <button type="button" className={classes.cardTitle} onClick={() => open(ticket.id)}>
                {ticket.title}
              </button>
              <Text size="xs" c="dimmed">
                {ticket.reference} · {ticket.contact.name || ticket.contact.phone} · <RelativeTime at={ticket.createdAt} />
              </Text>
              <div className={classes.cardFoot}>
                <PriorityBadge priority={ticket.priority} />
                <StatusSelect ticket={ticket} />
              </div>
            </article>
          ))}
        </section>
      ))}
    </div>
  );
}
