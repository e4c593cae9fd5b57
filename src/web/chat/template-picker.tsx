/** Sends an approved template: the only thing that goes out when the window is closed. */
import { Button, Group, Modal, ScrollArea, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SendContent } from "../../contract/message.ts";
import type { Template } from "../../contract/templates.ts";
import { api } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { allVariables } from "../templates/all-variables.ts";
import { TemplatePreview } from "../templates/template-preview.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { bindingValue } from "./binding-value.ts";
import classes from "./chat.module.css";
import type { Chat } from "./conversation-header.tsx";

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
        <Fill template={chosen} chat={chat} back={() => setChosen(undefined)} send={(content) => (send(content), close())} />
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

function Fill({ template, chat, back, send }: { template: Template; chat: Chat; back: () => void; send: (content: SendContent) => void }) {
  const { t } = useTranslation(["chat", "common"]);
  const approved = template.versions.filter(({ status }) => status === "approved");
  const language = chat.fullContact.language;
  const version = approved.find((one) => language && one.language.split("_")[0] === language.split(/[-_]/)[0]) ?? approved[0];
  const names = version ? allVariables(version.definition) : [];
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(names.map((name) => [name, bindingValue(name, chat.fullContact)])),
  );
  if (!version) return null;
  const missing = names.some((name) => !values[name]?.trim());
  return (
    <Stack gap="sm">
      <TemplatePreview definition={version.definition} values={values} />
      {names.map((name) => (
        <TextInput
          key={name}
          label={name}
          value={values[name] ?? ""}
          onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
        />
      ))}
      <Group justify="flex-end">
        <Button variant="default" onClick={back}>
          {t("common:back")}
        </Button>
        <Button
          disabled={missing}
          onClick={() => send({ type: "template", template: template.name, language: version.language, variables: values })}
          data-autofocus
        >
          {t("send")}
        </Button>
      </Group>
    </Stack>
  );
}
