/** Categories and own statuses of tickets. */
import { ActionIcon, Badge, Button, Group, Modal, NativeSelect, Table, Text, TextInput, Title } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay } from "../shell/use-me.ts";
import { ObjectForm } from "./object-form.tsx";
import { SectionHeader } from "./section-header.tsx";

export function TicketsSection() {
  const { t } = useTranslation("settings");
  return (
    <>
      <SectionHeader title={t("section.tickets")} lead={t("tickets.lead")} />
      <Categories />
      <Statuses />
    </>
  );
}

interface Category {
  id: string;
  name: string;
  tickets: number;
}

function Categories() {
  const { t } = useTranslation(["settings", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const { data } = useQuery(api.tickets.categories.queryOptions());
  const [editing, setEditing] = useState<Category | "new">();
  const [removing, setRemoving] = useState<Category>();
  const [name, setName] = useState("");
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.tickets.key() });
  const save = useMutation({
    mutationFn: async () =>
      editing === "new"
        ? client.tickets.createCategory({ name: name.trim() })
        : client.tickets.renameCategory({ id: editing?.id ?? "", name: name.trim() }),
    onSuccess: async () => {
      setEditing(undefined);
      await refresh();
    },
  });
  const open = (what: Category | "new") => {
    setName(what === "new" ? "" : what.name);
    save.reset();
    setEditing(what);
  };
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h4">
          {t("tickets.categories")}
        </Title>
        <Button size="xs" variant="light" leftSection={<IconPlus size={14} />} onClick={() => open("new")}>
          {t("tickets.newCategory")}
        </Button>
      </Group>
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("tickets.noCategories")}
        </Text>
      )}
      <Table verticalSpacing="xs" mb="xl">
        <Table.Tbody>
          {data?.items.map((category) => (
            <Table.Tr key={category.id}>
              <Table.Td>{category.name}</Table.Td>
              <Table.Td ta="right">{t("tickets.count", { count: category.tickets })}</Table.Td>
              <Table.Td w={84}>
                {may("workspace:write") && (
                  <Group gap={2} wrap="nowrap" justify="flex-end">
                    <ActionIcon aria-label={t("edit", { name: category.name })} onClick={() => open(category)}>
                      <IconPencil size={16} />
                    </ActionIcon>
                    <ActionIcon aria-label={t("delete", { name: category.name })} onClick={() => setRemoving(category)}>
                      <IconTrash size={16} />
                    </ActionIcon>
                  </Group>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={editing === "new" ? t("tickets.newCategory") : t("common:rename")}
      >
        <ObjectForm
          submit={() => save.mutate()}
          close={() => setEditing(undefined)}
          busy={save.isPending}
          error={save.error}
          valid={name.trim() !== ""}
        >
          <TextInput label={t("name")} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        </ObjectForm>
      </Modal>
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t("deleteTitle", { name: removing?.name })}
        action={t("common:delete")}
        run={async () => {
          if (removing) await client.tickets.deleteCategory({ id: removing.id });
          await refresh();
        }}
      >
        {t("tickets.deleteCategory")}
      </Confirm>
    </>
  );
}

function Statuses() {
  const { t } = useTranslation(["settings", "tickets", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const { data } = useQuery(api.tickets.statuses.queryOptions());
  const [making, setMaking] = useState(false);
  const [label, setLabel] = useState("");
  const [done, setDone] = useState(false);
  const name = label
    .trim()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 60);
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.tickets.key() });
  const make = useMutation(
    api.tickets.createStatus.mutationOptions({
      onSuccess: async () => {
        setMaking(false);
        setLabel("");
        await refresh();
      },
    }),
  );
  const remove = useMutation(api.tickets.deleteStatus.mutationOptions({ onError: toastError, onSettled: refresh }));
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h4">
          {t("tickets.statuses")}
        </Title>
        {may("workspace:write") && (
          <Button size="xs" variant="light" leftSection={<IconPlus size={14} />} onClick={() => setMaking(true)}>
            {t("tickets.newStatus")}
          </Button>
        )}
      </Group>
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {data?.items.map((status) => {
            const title = status.label ?? t(`tickets:status.${status.name}`, { defaultValue: status.name });
            return (
              <Table.Tr key={status.name}>
                <Table.Td>{title}</Table.Td>
                <Table.Td>
                  <Badge variant="default" tt="none">
                    {t(status.done ? "tickets.done" : "tickets.open")}
                  </Badge>
                </Table.Td>
                <Table.Td w={120} ta="right">
                  {status.id === null ? (
                    <Text size="xs" c="dimmed">
                      {t("tickets.builtIn")}
                    </Text>
                  ) : (
                    may("workspace:write") && (
                      <ActionIcon
                        aria-label={t("delete", { name: title })}
                        onClick={() => status.id !== null && remove.mutate({ id: status.id })}
                      >
                        <IconTrash size={16} />
                      </ActionIcon>
                    )
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      <Modal opened={making} onClose={() => setMaking(false)} title={t("tickets.newStatus")}>
        <ObjectForm
          submit={() => make.mutate({ name, label: label.trim(), done })}
          close={() => setMaking(false)}
          busy={make.isPending}
          error={make.error}
          valid={name !== ""}
        >
          <TextInput
            label={t("tickets.ownStatus")}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            data-autofocus
          />
          <NativeSelect
            label={t("tickets.counts")}
            value={done ? "done" : "open"}
            data={["open", "done"].map((value) => ({ value, label: t(`tickets.${value}`) }))}
            onChange={(event) => setDone(event.currentTarget.value === "done")}
          />
        </ObjectForm>
      </Modal>
    </>
  );
}
