/** Who one talks to: the third column. Tags, lists and fields are changed in place. */
import { Anchor, Avatar, CloseButton, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ContactChange } from "../../contract/contacts.ts";
import { api } from "../api.ts";
import { ConsentBadge } from "../contacts/consent-badge.tsx";
import { FieldValues } from "../contacts/field-values.tsx";
import { NamesInput } from "../contacts/names-input.tsx";
import { useContactUpdate } from "../contacts/use-contact-update.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { ActiveRuns } from "./active-runs.tsx";
import { AiState } from "./ai-state.tsx";
import { CallPermission } from "./call-permission.tsx";
import classes from "./chat.module.css";

export function ContactPanel({ chatId, close }: { chatId: string; close: () => void }) {
  const { t } = useTranslation(["chat", "contacts"]);
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const { data: chat } = useQuery(api.chats.get.queryOptions({ input: { id: chatId } }));
  const tags = useQuery(api.tags.list.queryOptions());
  const lists = useQuery(api.lists.list.queryOptions());
  const update = useContactUpdate();
  const contact = chat?.fullContact;
  const writable = may("contacts:write");
  const change = (fields: ContactChange) => contact && update.mutate({ id: contact.id, createMissing: true, ...fields });
  const difference = (before: readonly string[], after: readonly string[]) => ({
    added: after.filter((one) => !before.includes(one)),
    removed: before.filter((one) => !after.includes(one)),
  });
  return (
    <aside className={classes.panel} aria-label={t("details")}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3">
          {t("details")}
        </Title>
        <CloseButton aria-label={t("closeDetails")} onClick={close} />
      </Group>
      {!contact || !chat ? (
        <Skeleton height={200} />
      ) : (
        <Stack gap="md">
          <Group wrap="nowrap">
            <Avatar size={48} name={chat.contact.name || contact.phone || "?"} color="initials" aria-hidden />
            <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
              <Anchor
                component={Link}
                to="/w/$workspace/contacts/$contactId"
                params={{ workspace, contactId: contact.id } as never}
                fw={600}
              >
                {chat.contact.name || contact.phone} <IconExternalLink size={12} aria-hidden />
              </Anchor>
              <Text size="sm" c="dimmed">
                {contact.phone ?? contact.username}
              </Text>
            </div>
          </Group>
          <Group gap={6}>
            <ConsentBadge consent={contact.consent} />
          </Group>
          <CallPermission permission={chat.callPermission} />
          <NamesInput
            label={t("tags")}
            data={tags.data?.items.map(({ name }) => name) ?? []}
            value={contact.tags}
            readOnly={!writable}
            onChange={(value) => {
              const { added, removed } = difference(contact.tags, value);
              change({ addTags: added, removeTags: removed });
            }}
          />
          <NamesInput
            label={t("lists")}
            data={lists.data?.items.map(({ name }) => name) ?? []}
            value={contact.lists}
            readOnly={!writable}
            onChange={(value) => {
              const { added, removed } = difference(contact.lists, value);
              change({ addToLists: added, removeFromLists: removed });
            }}
          />
          <AiState chat={chat} />
          <ActiveRuns runs={chat.activeRuns} />
          <FieldValues contact={contact} writable={writable} />
        </Stack>
      )}
    </aside>
  );
}
