/** The same change for all ticked chats. */
import { ActionIcon, Checkbox, CloseButton, Menu, Tooltip } from "@mantine/core";
import { IconMail, IconMailOpened, IconRobot, IconUserCheck, IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ChatSummary } from "../../contract/chats.ts";
import { api } from "../api.ts";
import { toastError, toastUndo } from "../shell/toast.ts";
import { type BulkChange, changeChats, reverse } from "./bulk-change.ts";
import classes from "./chat.module.css";
import type { ChatSelection } from "./use-chat-selection.ts";

interface ChatBulkProps {
  selection: ChatSelection;
  /** Those that are loaded. */
  items: readonly ChatSummary[];
}

export function ChatBulk({ selection: { chosen, choose }, items }: ChatBulkProps) {
  const { t } = useTranslation("chat");
  const queryClient = useQueryClient();
  const members = useQuery(api.members.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.chats.key() });
  const change = useMutation({
    mutationFn: async (wanted: BulkChange) => {
      const chats = [...chosen.values()];
      await changeChats(chats, wanted);
      return { chats, wanted };
    },
    onSuccess: ({ chats, wanted }) => {
      choose([]);
      toastUndo(t(`bulk.done.${wanted.action}`, { count: chats.length }), () => {
        void Promise.all(reverse(chats, wanted).map((step) => changeChats(step.chats, step.change)))
          .catch(toastError)
          .finally(() => void refresh());
      });
    },
    onError: toastError,
    onSettled: refresh,
  });
  const all = items.every(({ id }) => chosen.has(id));
  const action = (label: string, icon: ReactNode, onClick: () => void) => (
    <Tooltip label={label}>
      <ActionIcon size={32} variant="subtle" aria-label={label} loading={change.isPending} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("bulk.label")}>
      <Checkbox
        size="xs"
        aria-label={t("bulk.all")}
        checked={all}
        indeterminate={!all}
        onChange={() => choose(all ? [] : items)}
        label={t("bulk.selected", { count: chosen.size })}
      />
      <span style={{ flex: 1 }} />
      {action(t("bulk.read"), <IconMailOpened size={18} />, () => change.mutate({ action: "read" }))}
      {action(t("bulk.unread"), <IconMail size={18} />, () => change.mutate({ action: "unread" }))}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon size={32} variant="subtle" aria-label={t("assign")} title={t("assign")} loading={change.isPending}>
            <IconUserPlus size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
          <Menu.Label>{t("bulk.assignTo")}</Menu.Label>
          {members.data?.items
            .filter(({ disabled }) => !disabled)
            .map(({ id, name, email }) => (
              <Menu.Item key={id} onClick={() => change.mutate({ action: "assign", operators: [email] })}>
                {name}
              </Menu.Item>
            ))}
          <Menu.Divider />
          <Menu.Item onClick={() => change.mutate({ action: "unassign" })}>{t("bulk.nobody")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {action(t("takeOver"), <IconUserCheck size={18} />, () => change.mutate({ action: "take_over" }))}
      {action(t("giveBack"), <IconRobot size={18} />, () => change.mutate({ action: "give_back" }))}
      <CloseButton aria-label={t("bulk.clear")} onClick={() => choose([])} />
    </div>
  );
}
