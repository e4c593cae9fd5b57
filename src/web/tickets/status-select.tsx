import { NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../contract/tickets.ts";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useMay } from "../shell/use-me.ts";
import { whileSaving } from "../ui/while-saving.ts";

export function StatusSelect({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation("tickets");
  const may = useMay();
  const queryClient = useQueryClient();
  const statuses = useQuery(api.tickets.statuses.queryOptions({ staleTime: 60_000 }));
  const update = useMutation(
    api.tickets.update.mutationOptions({
      onError: toastError,
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.tickets.key() }),
    }),
  );
  const options = statuses.data?.items ?? [{ name: ticket.status, label: null }];
  return (
    <NativeSelect
      size="xs"
      aria-label={t("statusOf", { reference: ticket.reference })}
      disabled={!may("tickets:write")}
      value={whileSaving(update, ({ status }) => status, ticket.status)}
      data={options.map(({ name, label }) => ({ value: name, label: label ?? t(`status.${name}`, { defaultValue: name }) }))}
      onChange={(event) => update.mutate({ id: ticket.id, status: event.currentTarget.value })}
    />
  );
}
