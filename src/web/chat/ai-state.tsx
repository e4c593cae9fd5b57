/** The AI operator in the chat's third column: on or off for this contact, who it is, and why it is silent. */
import { Anchor, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import type { Chat } from "./conversation-header.tsx";

export function AiState({ chat }: { chat: Chat }) {
  const { t } = useTranslation("agents");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const queryClient = useQueryClient();
  const set = useMutation(
    api.chats.setAi.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.chats.key() }),
      onError: toastError,
    }),
  );
  const { enabled, agent, thinking } = chat.ai;
  const name = agent?.name ?? "";
  const state = !enabled ? "offHint" : agent === null ? "none" : chat.humanSince !== null ? "paused" : thinking ? "thinking" : "hint";
  return (
    <Stack gap={4}>
      <Switch
        label={t("chat.toggle")}
        checked={enabled}
        disabled={!may("chats:write") || set.isPending}
        onChange={(event) => set.mutate({ id: chat.id, enabled: event.currentTarget.checked })}
      />
      <Text size="xs" c="dimmed" aria-live="polite">
        {t(`chat.${state}`, { name })}
        {agent && may("objects:read") && (
          <>
            {" "}
            <Anchor component={Link} to={`/w/${workspace}/agents/${agent.id}`} size="xs" underline="always">
              {t("chat.open", { name })}
            </Anchor>
          </>
        )}
      </Text>
    </Stack>
  );
}
