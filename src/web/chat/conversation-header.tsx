import { ActionIcon, Avatar, Button, Text, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconInfoCircle, IconRobot, IconUser } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import type { chat as chatSchema } from "../../contract/chats.ts";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { AssignMenu } from "./assign-menu.tsx";
import classes from "./chat.module.css";
import { WindowCountdown } from "./window-countdown.tsx";

export type Chat = z.infer<typeof chatSchema>;

interface ConversationHeaderProps {
  chat: Chat;
  back: () => void;
  details: boolean;
  setDetails: (shown: boolean) => void;
  /** Colleagues who have it open too. */
  others: readonly string[];
}

export function ConversationHeader({ chat, back, details, setDetails, others }: ConversationHeaderProps) {
  const { t } = useTranslation("chat");
  const channels = useQuery(api.channels.list.queryOptions());
  // Somebody may have a chat with each of several numbers.
  const channel = (channels.data?.items.length ?? 0) > 1 ? channels.data?.items.find(({ id }) => id === chat.channelId) : undefined;
  const name = chat.contact.name || chat.contact.phone || t("unknownContact");
  return (
    <header className={classes.header}>
      <ActionIcon className={classes.backButton} size={36} aria-label={t("back")} onClick={back}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      <Avatar name={name} color="initials" radius="xl" size={36} aria-hidden className={classes.headerAvatar} />
      <div className={classes.headerText}>
        <Text component="h1" size="md" fw={600} lineClamp={1}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={1}>
          {others.length > 0
            ? t("alsoHere", { names: others.join(", ") })
            : [chat.contact.phone, channel?.name].filter(Boolean).join(" · ")}
        </Text>
      </div>
      <WindowCountdown chat={chat} />
      <OwnerSwitch chat={chat} />
      <AssignMenu chat={chat} />
      <Tooltip label={t("details")}>
        <ActionIcon size={36} aria-label={t("details")} aria-pressed={details} onClick={() => setDetails(!details)}>
          <IconInfoCircle size={20} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

/** Who answers now, and the switch between bot and person. */
function OwnerSwitch({ chat }: { chat: Chat }) {
  const { t } = useTranslation("chat");
  const queryClient = useQueryClient();
  const done = { onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.chats.key() }), onError: toastError };
  const takeOver = useMutation(api.chats.takeOver.mutationOptions(done));
  const giveBack = useMutation(api.chats.giveBack.mutationOptions(done));
  const human = chat.owner === "human";
  return (
    <Tooltip label={t(human ? "giveBackHint" : "takeOverHint")} multiline maw={260}>
      <Button
        size="xs"
        variant={human ? "filled" : "default"}
        color={human ? "var(--owner-human)" : undefined}
        className={human ? classes.ownerHuman : classes.owner}
        leftSection={human ? <IconUser size={16} /> : <IconRobot size={16} />}
        loading={takeOver.isPending || giveBack.isPending}
        onClick={() => (human ? giveBack : takeOver).mutate({ id: chat.id })}
        aria-label={`${t(`owner.${chat.owner}`)}. ${t(human ? "giveBack" : "takeOver")}`}
      >
        <span className={classes.ownerText}>{t(human ? "giveBack" : "takeOver")}</span>
      </Button>
    </Tooltip>
  );
}
