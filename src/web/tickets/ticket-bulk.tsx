/** The same change for all selected tickets. */
import { Button, CloseButton, Menu, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { TICKET_PRIORITIES } from "../../contract/tickets.ts";
import { api, type client } from "../api.ts";
import { toastDone, toastError } from "../shell/toast.ts";
import classes from "./tickets.module.css";

type Change = Parameters<typeof client.tickets.bulkUpdate>[0]["change"];

export function TicketBulk({ ids, clear }: { ids: readonly string[]; clear: () => void }) {
  const { t } = useTranslation("tickets");
  const queryClient = useQueryClient();
  const statuses = useQuery(api.tickets.statuses.queryOptions({ staleTime: 60_000 }));
  const categories = useQuery(api.tickets.categories.queryOptions());
  const members = useQuery(api.members.list.queryOptions());
  const update = useMutation(
    api.tickets.bulkUpdate.mutationOptions({
      onSuccess: ({ changed }) => {
        toastDone(t("bulk.done", { count: changed }));
        clear();
      },
      onError: toastError,
      onSettled: () => void queryClient.invalidateQueries({ queryKey: api.tickets.key() }),
    }),
  );
  const apply = (change: Change) => update.mutate({ ids: [...ids], change });
  const menus: { label: string; items: { key: string; label: string; change: Change }[] }[] = [
    {
      label: t("column.status"),
      items: (statuses.data?.items ?? []).map(({ name, label }) => ({
        key: name,
        label: label ?? t(`status.${name}`, { defaultValue: name }),
        change: { status: name },
      })),
    },
    {
      label: t("column.priority"),
      items: TICKET_PRIORITIES.map((priority) => ({ key: priority, label: t(`priority.${priority}`), change: { priority } })),
    },
    {
      label: t("column.category"),
      items: (categories.data?.items ?? []).map(({ id, name }) => ({ key: id, label: name, change: { category: name } })),
    },
    {
      label: t("column.owner"),
      items: [
        { key: "", label: t("bulk.nobody"), change: { owner: null } },
        ...(members.data?.items ?? []).map(({ id, name, email }) => ({ key: id, label: name, change: { owner: email } })),
      ],
    },
  ];
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("bulk.label")}>
      <Text size="sm" fw={600}>
        {t("bulk.selected", { count: ids.length })}
      </Text>
      {menus.map(({ label, items }) => (
        <Menu key={label} position="top-start">
          <Menu.Target>
            <Button size="xs" variant="light" loading={update.isPending} disabled={items.length === 0}>
              {label}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
            {items.map((item) => (
              <Menu.Item key={item.key} onClick={() => apply(item.change)}>
                {item.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ))}
      <CloseButton aria-label={t("bulk.clear")} onClick={clear} />
    </div>
  );
}
