/** Tags, lists, fields and canned replies are managed alike: a table, a form in a dialog, deleting that says who still uses it. */
import { ActionIcon, Button, Group, List, Modal, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { SectionHeader } from "./section-header.tsx";
import { WhereUsed } from "./where-used.tsx";

interface ObjectSectionProps<T extends { id: string }> {
  /** Key of its texts: title, lead, empty and so on. */
  kind: "tags" | "lists" | "fields" | "canned" | "voice";
  items: readonly T[] | undefined;
  nameOf: (item: T) => string;
  columns: {
    label: string;
    cell: (item: T) => ReactNode;
    /** Left out on a telephone, where the buttons of a row must stay in sight. */
    wide?: true;
  }[];
  writable: boolean;
  /** The form's inputs; `save` gets what they hold. */
  form: (item: T | undefined, close: () => void) => ReactNode;
  remove: (item: T, force: boolean) => Promise<unknown>;
  /** Automations that name it. */
  usage?: (item: T) => Promise<{ items: readonly { id: string; name: string; kind: string }[] }>;
  actions?: ReactNode;
  /** Of the dialog with the form. */
  size?: "md" | "xl";
}

export function ObjectSection<T extends { id: string }>({
  kind,
  items,
  nameOf,
  columns,
  writable,
  form,
  remove,
  usage,
  actions,
  size = "md",
}: ObjectSectionProps<T>) {
  const { t } = useTranslation("settings");
  const [editing, setEditing] = useState<T | "new">();
  const [removing, setRemoving] = useState<T>();
  const narrow = useMediaQuery("(max-width: 760px)");
  const close = () => setEditing(undefined);
  return (
    <>
      <SectionHeader
        title={t(`section.${kind}`)}
        lead={t(`${kind}.lead`)}
        action={
          writable && (
            <Group gap="xs" wrap="nowrap">
              {actions}
              <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
                {t(`${kind}.new`)}
              </Button>
            </Group>
          )
        }
      />
      {!items && <Skeleton height={160} />}
      {items?.length === 0 && (
        <EmptyState title={t(`${kind}.empty`)} action={writable && <Button onClick={() => setEditing("new")}>{t(`${kind}.new`)}</Button>}>
          {t(`${kind}.emptyHint`)}
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                {columns.map(({ label, wide }) => (
                  <Table.Th key={label} {...(wide && { visibleFrom: "sm" })}>
                    {label}
                  </Table.Th>
                ))}
                <Table.Th w={usage ? 120 : 84} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <Table.Tr key={item.id}>
                  {columns.map(({ label, cell, wide }) => (
                    <Table.Td key={label} {...(wide && { visibleFrom: "sm" })}>
                      {cell(item)}
                    </Table.Td>
                  ))}
                  <Table.Td>
                    {writable && (
                      <Group gap={2} wrap="nowrap" justify="flex-end">
                        {usage && <WhereUsed name={nameOf(item)} find={() => usage(item)} />}
                        <ActionIcon aria-label={t("edit", { name: nameOf(item) })} onClick={() => setEditing(item)}>
                          <IconPencil size={16} />
                        </ActionIcon>
                        <ActionIcon aria-label={t("delete", { name: nameOf(item) })} onClick={() => setRemoving(item)}>
                          <IconTrash size={16} />
                        </ActionIcon>
                      </Group>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Modal
        opened={editing !== undefined}
        onClose={close}
        size={size}
        fullScreen={size === "xl" && narrow}
        title={editing === "new" ? t(`${kind}.new`) : t(`${kind}.edit`)}
      >
        {editing !== undefined && form(editing === "new" ? undefined : editing, close)}
      </Modal>
      {removing && (
        <Remove kind={kind} name={nameOf(removing)} close={() => setRemoving(undefined)} run={(force) => remove(removing, force)} />
      )}
    </>
  );
}

/** Deletes at once unless something still uses it; then it says what, and asks. */
function Remove({ kind, name, close, run }: { kind: string; name: string; close: () => void; run: (force: boolean) => Promise<unknown> }) {
  const { t } = useTranslation(["settings", "common"]);
  const queryClient = useQueryClient();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const usedBy = (error as { data?: { usedBy?: { id: string; name: string; kind: string }[] } } | undefined)?.data?.usedBy;
  const attempt = async (force: boolean) => {
    setBusy(true);
    try {
      await run(force);
      await queryClient.invalidateQueries();
      toastDone(t("deleted", { name }));
      close();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title={t("deleteTitle", { name })}>
      <Stack gap="sm">
        {usedBy ? (
          <>
            <Text size="sm">{t("stillUsed", { count: usedBy.length })}</Text>
            <List size="sm">
              {usedBy.map((one) => (
                <List.Item key={one.id}>{one.name}</List.Item>
              ))}
            </List>
          </>
        ) : (
          <>
            <Text size="sm">{t(`${kind}.deleteText`)}</Text>
            <FormError error={error} />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button color="red" loading={busy} onClick={() => void attempt(usedBy !== undefined)}>
            {usedBy ? t("deleteAnyway") : t("common:delete")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
