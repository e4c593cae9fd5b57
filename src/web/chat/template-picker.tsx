/** Sends an approved template: the only thing that goes out when the window is closed. */
import { Button, Modal, ScrollArea, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SendContent } from "../../contract/message.ts";
import type { Template } from "../../contract/templates.ts";
import { api } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import classes from "./chat.module.css";
import type { Chat } from "./conversation-header.tsx";
import { TemplateFill } from "./template-fill.tsx";

interface TemplatePickerProps {
  chat: Chat;
  close: () => void;
  send: (content: SendContent) => void;
}

export function TemplatePicker({ chat, close, send }: TemplatePickerProps) {
  const { t } = useTranslation("chat");
  const workspace = useWorkspaceSlug();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<Template>();
  const { data } = useQuery(api.templates.list.queryOptions({ input: { status: "approved" } }));
  const shown = data?.items.filter(({ name }) => name.includes(search.trim().toLowerCase()));
  return (
    <Modal opened onClose={close} title={t("template")} size="lg">
      {chosen ? (
        <TemplateFill template={chosen} chat={chat} back={() => setChosen(undefined)} send={(content) => (send(content), close())} />
      ) : data?.items.length === 0 ? (
        <EmptyState
          title={t("noTemplates")}
          action={
            <Button component={Link} to="/w/$workspace/templates" params={{ workspace } as never}>
              {t("makeTemplate")}
            </Button>
          }
        >
          {t("noTemplatesHint")}
        </EmptyState>
      ) : (
        <Stack gap="sm">
          <TextInput
            leftSection={<IconSearch size={16} />}
            aria-label={t("searchTemplates")}
            placeholder={t("searchTemplates")}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            data-autofocus
          />
          <ScrollArea.Autosize mah={360}>
            {shown?.map((template) => (
              <UnstyledButton key={template.id} className={classes.templateRow} onClick={() => setChosen(template)}>
                <Text fw={600}>{template.name}</Text>
                <Text size="sm" c="dimmed" lineClamp={2}>
                  {template.versions.find(({ status }) => status === "approved")?.definition.body}
                </Text>
              </UnstyledButton>
            ))}
          </ScrollArea.Autosize>
        </Stack>
      )}
    </Modal>
  );
}
