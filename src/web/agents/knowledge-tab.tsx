/** What the agent knows: texts, files, web pages and good answers of people. */
import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Group,
  Modal,
  Skeleton,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
  Tooltip,
  VisuallyHidden,
} from "@mantine/core";
import { IconFile, IconFileText, IconRefresh, IconTrash, IconWorld } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agent, Knowledge } from "../../contract/agents.ts";
import { api, client } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { toastError, toastUndo } from "../shell/toast.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { FileButton } from "../ui/file-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

export function KnowledgeTab({ agent, readOnly }: { agent: Agent; readOnly: boolean }) {
  const { t } = useTranslation("agents");
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"text" | "page" | Knowledge>();
  const { data, error, refetch } = useQuery(api.agents.knowledge.queryOptions({ input: { id: agent.id } }));
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.agents.knowledge.key() });
  const addFile = useMutation({
    mutationFn: (file: File) => client.agents.addFile({ id: agent.id, file }),
    onSuccess: refresh,
    onError: toastError,
  });
  const add = !readOnly && (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconFileText size={16} />} onClick={() => setOpen("text")}>
        {t("knowledge.addText")}
      </Button>
      <FileButton accept=".txt,.md,.markdown,.csv,.html,.htm,.pdf,.docx" onChange={(file) => file && addFile.mutate(file)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFile size={16} />} loading={addFile.isPending}>
            {t("knowledge.addFile")}
          </Button>
        )}
      </FileButton>
      <Button variant="default" leftSection={<IconWorld size={16} />} onClick={() => setOpen("page")}>
        {t("knowledge.addPage")}
      </Button>
    </Group>
  );
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Stack>
      <Text c="dimmed" size="sm" maw={720}>
        {t("knowledge.lead")}
      </Text>
      {add}
      {!data && <Skeleton height={120} />}
      {data?.items.length === 0 && <EmptyState title={t("knowledge.empty")}>{t("knowledge.emptyText")}</EmptyState>}
      {data && data.items.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("knowledge.title")}</Table.Th>
                <Table.Th>{t("knowledge.kind")}</Table.Th>
                <Table.Th visibleFrom="sm">{t("knowledge.pieces")}</Table.Th>
                <Table.Th visibleFrom="sm">{t("knowledge.changed")}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t("more")}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((source) => (
                <SourceRow key={source.id} source={source} readOnly={readOnly} open={() => setOpen(source)} refresh={refresh} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {open && (
        <Modal
          opened
          onClose={() => setOpen(undefined)}
          size="lg"
          title={typeof open === "object" ? open.title : t(open === "text" ? "knowledge.addText" : "knowledge.addPage")}
        >
          {open === "page" ? (
            <PageForm agent={agent} close={() => setOpen(undefined)} />
          ) : (
            <TextForm agent={agent} source={open === "text" ? undefined : open} close={() => setOpen(undefined)} />
          )}
        </Modal>
      )}
    </Stack>
  );
}

interface SourceRowProps {
  source: Knowledge;
  readOnly: boolean;
  open: () => void;
  refresh: () => Promise<void>;
}

function SourceRow({ source, readOnly, open, refresh }: SourceRowProps) {
  const { t } = useTranslation(["agents", "common"]);
  const ids = { id: source.agentId, sourceId: source.id };
  const reread = useMutation({ mutationFn: () => client.agents.refreshKnowledge(ids), onSuccess: refresh, onError: toastError });
  const remove = useMutation({
    mutationFn: async () => {
      const { text } = await client.agents.readKnowledge(ids);
      await client.agents.deleteKnowledge(ids);
      return text;
    },
    onSuccess: async (text) => {
      await refresh();
      toastUndo(t("knowledge.forgotten", { title: source.title }), () => {
        void client.agents.addText({ id: source.agentId, title: source.title, text }).then(refresh, toastError);
      });
    },
    onError: toastError,
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component="button" type="button" size="sm" fw={600} ta="start" onClick={open}>
          {source.title}
        </Anchor>
        {source.error && (
          <Text size="xs" c="var(--parola-danger)">
            {source.error}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Badge variant="default" style={{ textTransform: "none" }}>
          {t(`knowledge.kinds.${source.kind}`)}
        </Badge>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Tooltip label={t("knowledge.embedded", { embedded: source.embedded, pieces: source.pieces })}>
          <span>{source.pieces}</span>
        </Tooltip>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={source.updatedAt} />
      </Table.Td>
      <Table.Td>
        {!readOnly && (
          <Group gap={4} wrap="nowrap" justify="flex-end">
            {source.kind === "page" && (
              <ActionIcon
                aria-label={t("knowledge.refresh", { title: source.title })}
                loading={reread.isPending}
                onClick={() => reread.mutate()}
              >
                <IconRefresh size={16} />
              </ActionIcon>
            )}
            <ActionIcon
              aria-label={t("knowledge.forget", { title: source.title })}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function useSaved(close: () => void) {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: api.agents.knowledge.key() });
    await queryClient.invalidateQueries({ queryKey: api.agents.readKnowledge.key() });
    close();
  };
}

function TextForm({ agent, source, close }: { agent: Agent; source: Knowledge | undefined; close: () => void }) {
  const { t } = useTranslation("agents");
  const stored = useQuery(
    api.agents.readKnowledge.queryOptions({ input: { id: agent.id, sourceId: source?.id ?? agent.id }, enabled: source !== undefined }),
  );
  const [title, setTitle] = useState(source?.title ?? "");
  const [written, setWritten] = useState<string>();
  const text = written ?? stored.data?.text ?? "";
  const save = useMutation({
    mutationFn: async () =>
      source
        ? await client.agents.changeKnowledge({ id: agent.id, sourceId: source.id, title, text })
        : await client.agents.addText({ id: agent.id, title, text }),
    onSuccess: useSaved(close),
  });
  if (source && !stored.data) return <Skeleton height={240} />;
  return (
    <ObjectForm
      submit={save.mutate}
      close={close}
      busy={save.isPending}
      error={save.error}
      valid={title.trim() !== "" && text.trim() !== ""}
    >
      <TextInput label={t("knowledge.title")} value={title} onChange={(event) => setTitle(event.currentTarget.value)} data-autofocus />
      <Textarea
        label={t("knowledge.text")}
        autosize
        minRows={10}
        maxRows={20}
        value={text}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
    </ObjectForm>
  );
}

function PageForm({ agent, close }: { agent: Agent; close: () => void }) {
  const { t } = useTranslation("agents");
  const [url, setUrl] = useState("");
  const save = useMutation({ mutationFn: () => client.agents.addPage({ id: agent.id, url }), onSuccess: useSaved(close) });
  return (
    <ObjectForm submit={save.mutate} close={close} busy={save.isPending} error={save.error} valid={/^https?:\/\/./.test(url)}>
      <TextInput
        label={t("knowledge.url")}
        description={t("knowledge.urlHint")}
        placeholder="https://"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        data-autofocus
      />
    </ObjectForm>
  );
}
