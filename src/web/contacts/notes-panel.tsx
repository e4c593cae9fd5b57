import { ActionIcon, Button, Group, Paper, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { handOverText } from "../agents/hand-over-text.ts";
import { api, client } from "../api.ts";
import { toastError, toastUndo } from "../shell/toast.ts";
import { useMay } from "../shell/use-me.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { afterSaving } from "../ui/use-edited.ts";

export function NotesPanel({ contactId }: { contactId: string }) {
  const { t } = useTranslation(["contacts", "common", "agents"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const notes = useQuery(api.contacts.notes.queryOptions({ input: { id: contactId } }));
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.contacts.key() });
  const add = useMutation(
    api.contacts.addNote.mutationOptions({
      onSuccess: (_, { text: saved }) => (setText((written) => afterSaving(written, saved)), refresh()),
      onError: toastError,
    }),
  );
  const remove = async (noteId: string, words: string) => {
    try {
      await client.contacts.deleteNote({ id: contactId, noteId });
      await refresh();
      toastUndo(t("note.deleted"), () => add.mutate({ id: contactId, text: words }));
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Stack gap="sm">
      {may("contacts:write") && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ id: contactId, text });
          }}
        >
          <Textarea
            aria-label={t("note.write")}
            placeholder={t("note.write")}
            autosize
            minRows={2}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            <Button type="submit" size="xs" disabled={!text.trim()} loading={add.isPending}>
              {t("common:save")}
            </Button>
          </Group>
        </form>
      )}
      {notes.isPending && <Skeleton height={80} />}
      {notes.data?.items.map((note) => (
        <Paper key={note.id} withBorder p="sm" style={{ background: "var(--parola-warning-soft)" }}>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
              {note.agent ? handOverText(note.text) : note.text}
            </Text>
            {may("contacts:write") && (
              <ActionIcon aria-label={t("note.delete")} onClick={() => void remove(note.id, note.text)}>
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
          <Text size="xs" c="dimmed" mt={4}>
            {note.author?.name ?? note.automation?.name ?? note.agent?.name} · <RelativeTime at={note.createdAt} />
          </Text>
        </Paper>
      ))}
      {notes.data?.items.length === 0 && (
        <Text c="dimmed" size="sm">
          {t("note.none")}
        </Text>
      )}
    </Stack>
  );
}
