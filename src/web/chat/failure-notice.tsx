/** Why a message did not arrive, in words, with the remedy that fits. */
import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import classes from "./chat.module.css";
import type { Chat } from "./conversation-header.tsx";
import { remedyOf } from "./remedy.ts";

export function FailureNotice({ message, chat }: { message: Message; chat: Chat }) {
  const { t } = useTranslation("chat");
  const workspace = useWorkspaceSlug();
  const queryClient = useQueryClient();
  const done = { onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.chats.key() }), onError: toastError };
  const retry = useMutation(api.messages.retry.mutationOptions(done));
  const unblock = useMutation(api.contacts.unblock.mutationOptions(done));
  const code = message.error ?? "";
  const remedy = message.status === "failed" ? remedyOf(code) : "none";
  return (
    <div className={classes.failure}>
      <Text size="xs">
        {message.status === "failed"
          ? t(`failure.${code}`, { defaultValue: t("failure.other", { code }) })
          : t(`statusHint.${message.status}`)}
      </Text>
      {message.status === "failed" && message.errorDetail && (
        <Text size="xs" c="dimmed">
          {t("providerSays", { words: message.errorDetail })}
        </Text>
      )}
      {remedy === "retry" && (
        <Button size="compact-xs" variant="light" color="red" loading={retry.isPending} onClick={() => retry.mutate({ id: message.id })}>
          {t("remedy.retry")}
        </Button>
      )}
      {remedy === "template" && (
        <Button size="compact-xs" variant="light" color="red" onClick={() => document.getElementById("chat-template")?.click()}>
          {t("remedy.template")}
        </Button>
      )}
      {remedy === "unblock" && (
        <Button
          size="compact-xs"
          variant="light"
          color="red"
          loading={unblock.isPending}
          onClick={() => unblock.mutate({ id: chat.contact.id })}
        >
          {t("remedy.unblock")}
        </Button>
      )}
      {remedy === "channel" && (
        <Button
          component={Link}
          to="/w/$workspace/settings/$section"
          params={{ workspace, section: "channels" } as never}
          size="compact-xs"
          variant="light"
          color="red"
        >
          {t("remedy.channel")}
        </Button>
      )}
      {remedy === "templates" && (
        <Button component={Link} to="/w/$workspace/templates" params={{ workspace } as never} size="compact-xs" variant="light" color="red">
          {t("remedy.templates")}
        </Button>
      )}
    </div>
  );
}
