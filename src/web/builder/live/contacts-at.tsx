/** The contacts behind a number; a list can be made of them. */
import { Badge, Button, Center, Group, Loader, Popover, ScrollArea, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconListCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import panel from "../panel/side-panel.module.css";
import classes from "./live.module.css";
import type { LiveSet } from "./live-panel.tsx";
import { StopAll } from "./stop-all.tsx";

export interface ContactsAtProps {
  automationId: string;
  set: LiveSet;
  setSet(set: LiveSet | null): void;
  period: { from: string; to: string };
  openRun(id: string): void;
}

export function ContactsAt({ automationId, set, period, openRun }: ContactsAtProps) {
  const { t } = useTranslation("builder");
  const input = { id: automationId, nodeId: set.nodeId, set: set.set, ...(set.exit !== undefined && { exit: set.exit }), ...period };
  const contacts = useInfiniteQuery(
    api.automations.contactsAt.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, limit: 50, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = contacts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group justify="space-between" px="md" pt="sm">
        <Badge variant="light" tt="none">
          {t(`live.set.${set.set}`)}
          {set.exit !== undefined && ` → ${t(`exit.${set.exit}`, { defaultValue: set.exit })}`}
        </Badge>
        <Group gap="xs">
          {set.set === "waiting" && <StopAll automationId={automationId} stepId={set.nodeId} inside={items.length} />}
          <MakeList input={input} disabled={items.length === 0} />
        </Group>
      </Group>
      <ScrollArea className={panel["body"] ?? ""} type="auto">
        {contacts.isError && <ErrorState error={contacts.error} retry={() => void contacts.refetch()} />}
        {contacts.isPending && (
          <Center p="lg">
            <Loader type="dots" />
          </Center>
        )}
        <Stack gap={0} p="xs">
          {items.map((item) => (
            <UnstyledButton key={`${item.runId} ${item.enteredAt}`} className={classes["row"] ?? ""} onClick={() => openRun(item.runId)}>
              <span className={classes["label"]}>
                <Text size="sm" fw={600} truncate>
                  {item.contact.name || item.contact.phone}
                </Text>
                <Text size="xs" c={item.error === null ? "dimmed" : "var(--parola-danger)"} truncate>
                  {item.error ?? item.contact.phone}
                </Text>
              </span>
              <Text size="xs" c="dimmed">
                {item.wakeAt !== null && set.set === "waiting" ? <RelativeTime at={item.wakeAt} /> : <RelativeTime at={item.enteredAt} />}
              </Text>
            </UnstyledButton>
          ))}
          {contacts.isSuccess && items.length === 0 && (
            <Text size="sm" c="dimmed" ta="center" p="lg">
              {t("live.nobody")}
            </Text>
          )}
          {contacts.hasNextPage && (
            <Button variant="subtle" loading={contacts.isFetchingNextPage} onClick={() => void contacts.fetchNextPage()}>
              {t("live.more")}
            </Button>
          )}
        </Stack>
      </ScrollArea>
    </>
  );
}

function MakeList({
  input,
  disabled,
}: {
  input: { id: string; nodeId: string; set: LiveSet["set"]; exit?: string; from: string; to: string };
  disabled: boolean;
}) {
  const { t } = useTranslation(["builder", "common"]);
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => client.automations.listFromStep({ ...input, list: name.trim() }),
    onSuccess: ({ added }) => {
      setOpened(false);
      notifications.show({ color: "accent", message: t("live.listMade", { count: added, name: name.trim() }) });
    },
    onError: (error) => notifications.show({ color: "red", message: errorText(error, t("common:error.unknown")) }),
  });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconListCheck size={14} />}
          disabled={disabled}
          onClick={() => setOpened((open) => !open)}
        >
          {t("live.makeList")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") make.mutate();
          }}
        >
          <Group align="flex-end" gap="xs">
            <TextInput data-autofocus label={t("live.listName")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" loading={make.isPending} disabled={name.trim() === ""}>
              {t("common:save")}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
