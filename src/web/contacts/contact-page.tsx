/** One person: what happened, what is known, what they agreed to. */
import { Avatar, Button, Group, Menu, Skeleton, Stack, Tabs, Text, Title } from "@mantine/core";
import { IconBan, IconDots, IconDownload, IconMessage, IconPlayerTrackNext, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactChange } from "../../contract/contacts.ts";
import { api, client } from "../api.ts";
import { StartDialog } from "../automations/start-dialog.tsx";
import { blockingError } from "../query-client.ts";
import { Confirm } from "../shell/confirm.tsx";
import { download } from "../shell/download.ts";
import { Page } from "../shell/page.tsx";
import { StateBadge } from "../shell/state-badge.tsx";
import { toastError, toastUndo } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ConsentPanel } from "./consent-panel.tsx";
import { contactName } from "./contact-name.ts";
import { ContactOperators } from "./contact-operators.tsx";
import classes from "./contacts.module.css";
import { FieldValues } from "./field-values.tsx";
import { NamesInput } from "./names-input.tsx";
import { NotesPanel } from "./notes-panel.tsx";
import { RunsPanel } from "./runs-panel.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";
import { useContactUpdate } from "./use-contact-update.ts";

export function ContactPage() {
  const { t } = useTranslation(["contacts", "automations", "common"]);
  const workspace = useWorkspaceSlug();
  const { contactId: id = "" } = useParams({ strict: false });
  const navigate = useNavigate();
  const may = useMay();
  const queryClient = useQueryClient();
  const [tab, setTab] = useUrlState("tab", "timeline");
  const [erasing, setErasing] = useState(false);
  const [starting, setStarting] = useState(false);
  const { data: contact, error, refetch } = useQuery(api.contacts.get.queryOptions({ input: { id } }));
  const tags = useQuery(api.tags.list.queryOptions());
  const lists = useQuery(api.lists.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.contacts.key() });
  const update = useContactUpdate();
  const open = useMutation(
    api.chats.open.mutationOptions({
      onSuccess: (chat) => void navigate({ to: "/w/$workspace/chat/$chatId", params: { workspace, chatId: chat.id } }),
      onError: toastError,
    }),
  );
  const writable = may("contacts:write");
  const name = contact ? contactName(contact) : "";
  const change = (value: ContactChange) => update.mutate({ id, createMissing: true, ...value });
  const block = async (blocked: boolean) => {
    try {
      await (blocked ? client.contacts.block({ id }) : client.contacts.unblock({ id }));
      await refresh();
      toastUndo(t(blocked ? "blockedToast" : "unblockedToast", { name }), () => void block(!blocked));
    } catch (failure) {
      toastError(failure);
    }
  };
  const access = async () => {
    try {
      download(`${name}.json`, JSON.stringify(await client.contacts.access({ id }), null, 2), "application/json");
    } catch (failure) {
      toastError(failure);
    }
  };
  const failure = blockingError({ error, data: contact });
  if (failure) return <ErrorState error={failure} retry={() => void refetch()} />;
  return (
    <Page
      title={name || t("common:loading")}
      back={{ to: "contacts", label: t("title") }}
      beside={contact?.blocked && <StateBadge tone="bad">{t("blocked")}</StateBadge>}
      actions={
        contact && (
          <>
            {may("chats:write") && (
              <Button leftSection={<IconMessage size={16} />} loading={open.isPending} onClick={() => open.mutate({ contactId: id })}>
                {t("openChat")}
              </Button>
            )}
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" px="xs" aria-label={t("more")}>
                  <IconDots size={18} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {may("automations:write") && (
                  <Menu.Item leftSection={<IconPlayerTrackNext size={16} />} onClick={() => setStarting(true)}>
                    {t("automations:start.title")}
                  </Menu.Item>
                )}
                {writable && (
                  <Menu.Item leftSection={<IconBan size={16} />} onClick={() => void block(!contact.blocked)}>
                    {t(contact.blocked ? "unblock" : "block")}
                  </Menu.Item>
                )}
                <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void access()}>
                  {t("access")}
                </Menu.Item>
                {writable && (
                  <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setErasing(true)}>
                    {t("erase.action")}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          </>
        )
      }
    >
      {!contact ? (
        <Skeleton height={320} />
      ) : (
        <div className={classes.profile}>
          <Tabs value={tab} onChange={setTab} keepMounted={false}>
            <Tabs.List mb="md" className={classes.tabs}>
              {["timeline", "notes", "runs", "consent"].map((one) => (
                <Tabs.Tab key={one} value={one}>
                  {t(`tab.${one}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="timeline">
              <TimelinePanel contactId={id} />
            </Tabs.Panel>
            <Tabs.Panel value="notes">
              <NotesPanel contactId={id} />
            </Tabs.Panel>
            <Tabs.Panel value="runs">
              <RunsPanel contactId={id} />
            </Tabs.Panel>
            <Tabs.Panel value="consent">
              <ConsentPanel contact={contact} />
            </Tabs.Panel>
          </Tabs>
          <Stack gap="md" component="aside" aria-label={t("facts")}>
            <Group wrap="nowrap">
              <Avatar size={56} name={name} color="initials" aria-hidden />
              <div>
                <Title order={2} size="h3">
                  {name}
                </Title>
                <Text c="dimmed" size="sm">
                  {contact.phone ?? contact.username}
                </Text>
                <Text c="dimmed" size="xs">
                  {t("since")} <RelativeTime at={contact.createdAt} />
                </Text>
              </div>
            </Group>
            {!contact.reachable && <StateBadge tone="bad">{t("unreachable")}</StateBadge>}
            <NamesInput
              label={t("column.tags")}
              readOnly={!writable}
              data={tags.data?.items.map((tag) => tag.name) ?? []}
              value={contact.tags}
              onChange={(next) =>
                change({
                  addTags: next.filter((one) => !contact.tags.includes(one)),
                  removeTags: contact.tags.filter((one) => !next.includes(one)),
                })
              }
            />
            <NamesInput
              label={t("column.lists")}
              readOnly={!writable}
              data={lists.data?.items.map((list) => list.name) ?? []}
              value={contact.lists}
              onChange={(next) =>
                change({
                  addToLists: next.filter((one) => !contact.lists.includes(one)),
                  removeFromLists: contact.lists.filter((one) => !next.includes(one)),
                })
              }
            />
            <ContactOperators contact={contact} writable={writable} />
            <FieldValues contact={contact} writable={writable} />
          </Stack>
        </div>
      )}
      {starting && <StartDialog startFor={{ contactIds: [id] }} close={() => setStarting(false)} />}
      <Confirm
        opened={erasing}
        onClose={() => setErasing(false)}
        title={t("erase.one", { name })}
        action={t("erase.action")}
        run={async () => {
          await client.contacts.erase({ id });
          await queryClient.invalidateQueries();
          await navigate({ to: "/w/$workspace/contacts", params: { workspace } });
        }}
      >
        {t("erase.text")}
      </Confirm>
    </Page>
  );
}
