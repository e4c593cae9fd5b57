import { ActionIcon, Avatar, Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ChatSummary } from "../../contract/chats.ts";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";

export function AssignMenu({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation("chat");
  const queryClient = useQueryClient();
  const members = useQuery(api.members.list.queryOptions());
  const assign = useMutation(
    api.chats.assign.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.chats.key() }),
      onError: toastError,
    }),
  );
  const { operators } = chat.contact;
  const toggle = (email: string) =>
    assign.mutate({ id: chat.id, operators: operators.includes(email) ? operators.filter((one) => one !== email) : [...operators, email] });
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={operators.length > 0 ? t("assignedTo", { names: operators.join(", ") }) : t("assign")}>
          <ActionIcon
            id="chat-assign"
            size={36}
            aria-label={operators.length > 0 ? t("assignedTo", { names: operators.join(", ") }) : t("assign")}
          >
            {operators[0] ? (
              <Avatar
                size={24}
                name={members.data?.items.find(({ email }) => email === operators[0])?.name ?? operators[0]}
                color="initials"
              />
            ) : (
              <IconUserPlus size={20} />
            )}
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("assign")}</Menu.Label>
        {members.data?.items
          .filter(({ disabled }) => !disabled)
          .map((member) => (
            <Menu.Item
              key={member.id}
              leftSection={<Avatar size={20} name={member.name} color="initials" />}
              rightSection={operators.includes(member.email) ? <IconCheck size={16} aria-label={t("assigned")} /> : null}
              onClick={() => toggle(member.email)}
            >
              {member.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
