import {
  Anchor,
  Button,
  Drawer,
  Group,
  Input,
  NativeSelect,
  Select,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TICKET_PRIORITIES } from "../../contract/tickets.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { afterSaving, useEdited } from "../ui/use-edited.ts";
import { whileSaving } from "../ui/while-saving.ts";
import { historyText } from "./history-text.ts";
import { StatusSelect } from "./status-select.tsx";

export function TicketDetail({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation(["tickets", "common"]);
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const queryClient = useQueryClient();
  const { data: ticket, error } = useQuery(api.tickets.get.queryOptions({ input: { id } }));
  const categories = useQuery(api.tickets.categories.queryOptions());
  const members = useQuery(api.members.list.queryOptions());
  const [note, setNote] = useState("");
  const [deleting, setDeleting] = useState(false);
  const { value: title, change: setTitle, handOver } = useEdited(ticket?.title ?? "");
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.tickets.key() });
  const update = useMutation(api.tickets.update.mutationOptions({ onError: toastError, onSettled: refresh }));
  const addNote = useMutation(
    api.tickets.addNote.mutationOptions({
      onError: toastError,
      onSuccess: (_, { text }) => (setNote((written) => afterSaving(written, text)), refresh()),
    }),
  );
  const writable = may("tickets:write");
  return (
    <Drawer opened onClose={close} position="right" size="md" title={ticket?.reference ?? t("common:loading")}>
      {error && <ErrorState error={error} />}
      {!ticket && !error && <Skeleton height={300} />}
      {ticket && (
        <Stack gap="md">
          <TextInput
            label={t("column.title")}
            value={title}
            readOnly={!writable}
            onChange={(event) => setTitle(event.currentTarget.value)}
            onBlur={() => {
              if (title.trim() === "" || title === ticket.title) return;
              handOver(title);
              update.mutate({ id, title: title.trim() });
            }}
          />
          {ticket.description && (
            <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
              {ticket.description}
            </Text>
          )}
          <Text size="sm">
            {t("contact")}:{" "}
            <Anchor component={Link} to="/w/$workspace/contacts/$contactId" params={{ workspace, contactId: ticket.contact.id } as never}>
              {ticket.contact.name || ticket.contact.phone}
            </Anchor>
          </Text>
          <Group grow align="flex-end">
            <div>
              <Input.Label size="xs" component="div">
                {t("column.status")}
              </Input.Label>
              <StatusSelect ticket={ticket} />
            </div>
            <NativeSelect
              size="xs"
              label={t("column.priority")}
              disabled={!writable}
              value={whileSaving(update, ({ priority }) => priority, ticket.priority)}
              data={TICKET_PRIORITIES.map((one) => ({ value: one, label: t(`priority.${one}`) }))}
              onChange={(event) => update.mutate({ id, priority: event.currentTarget.value as "high" })}
            />
          </Group>
          <Group grow>
            <Select
              size="xs"
              clearable
              searchable
              label={t("column.category")}
              readOnly={!writable}
              value={whileSaving(update, ({ category }) => category, ticket.category)}
              data={categories.data?.items.map(({ name }) => name) ?? []}
              onChange={(category) => update.mutate({ id, category })}
            />
            <Select
              size="xs"
              clearable
              searchable
              label={t("column.owner")}
              readOnly={!writable}
              value={whileSaving(update, ({ owner }) => owner, ticket.owner)}
              data={members.data?.items.map(({ email, name }) => ({ value: email, label: name })) ?? []}
              onChange={(owner) => update.mutate({ id, owner })}
            />
          </Group>
          {writable && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                addNote.mutate({ id, text: note });
              }}
            >
              <Textarea label={t("note")} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
              <Group justify="flex-end" mt="xs">
                <Button type="submit" size="xs" disabled={!note.trim()} loading={addNote.isPending}>
                  {t("addNote")}
                </Button>
              </Group>
            </form>
          )}
          <div>
            <Title order={3} size="h4" mb="xs">
              {t("history")}
            </Title>
            {ticket.history.map((entry) => (
              <div key={entry.id} style={{ padding: "6px 0", borderBottom: "1px solid var(--parola-border)" }}>
                <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                  {historyText(entry.change, t)}
                </Text>
                <Text size="xs" c="dimmed">
                  {entry.author ?? entry.automation?.name} · <RelativeTime at={entry.at} />
                </Text>
              </div>
            ))}
          </div>
          {writable && (
            <Group>
              <Button size="xs" variant="subtle" color="red" onClick={() => setDeleting(true)}>
                {t("common:delete")}
              </Button>
            </Group>
          )}
        </Stack>
      )}
      <Confirm
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={t("deleteTitle", { reference: ticket?.reference })}
        action={t("common:delete")}
        run={async () => {
          await client.tickets.delete({ id });
          await refresh();
          close();
        }}
      >
        {t("deleteText")}
      </Confirm>
    </Drawer>
  );
}
