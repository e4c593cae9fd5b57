/** The parts of a template: header, body, footer, buttons. */
import { ActionIcon, Button, Group, Menu, NativeSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash, IconVariable } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateText } from "../../contract/template-definition.ts";
import { api } from "../api.ts";
import classes from "./templates.module.css";

type Header = NonNullable<TemplateText["header"]>;
type ButtonDraft = TemplateText["buttons"][number];

interface TemplateFormProps {
  value: TemplateText;
  onChange: (value: TemplateText) => void;
  category: string;
  readOnly: boolean;
  problems: readonly { path: string; message: string }[];
}

const HEADERS = ["none", "text", "image", "video", "document", "location"] as const;
const BUTTONS = ["quick_reply", "url", "phone_number", "copy_code"] as const;
const MAX_BUTTONS = 10;

export function TemplateForm({ value, onChange, category, readOnly, problems }: TemplateFormProps) {
  const { t } = useTranslation("templates");
  const body = useRef<HTMLTextAreaElement>(null);
  const problemOf = (path: string) => problems.find((problem) => problem.path === path)?.message;
  const header = value.header;
  const setHeader = (type: string) => {
    const { header: _, ...rest } = value;
    if (type === "none") onChange(rest);
    else onChange({ ...rest, header: (type === "text" ? { type, text: "" } : { type }) as Header });
  };
  const setButton = (index: number, button: ButtonDraft) =>
    onChange({ ...value, buttons: value.buttons.map((old, at) => (at === index ? button : old)) });
  const insert = (variable: string) => {
    const at = body.current?.selectionStart ?? value.body.length;
    onChange({ ...value, body: `${value.body.slice(0, at)}{{${variable}}}${value.body.slice(at)}` });
  };
  if (category === "authentication") return <Text c="dimmed">{t("authenticationHint")}</Text>;
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t("part.header")}
        </Text>
        <SegmentedControl
          size="xs"
          readOnly={readOnly}
          aria-label={t("part.header")}
          value={header?.type ?? "none"}
          onChange={setHeader}
          data={HEADERS.map((type) => ({ value: type, label: t(`header.${type}`) }))}
        />
        {header?.type === "text" && (
          <TextInput
            mt="xs"
            aria-label={t("headerText")}
            maxLength={60}
            readOnly={readOnly}
            value={header.text}
            error={problemOf("header.text") ?? problemOf("header")}
            onChange={(event) => onChange({ ...value, header: { ...header, text: event.currentTarget.value } })}
          />
        )}
        {header && (header.type === "image" || header.type === "video" || header.type === "document") && (
          <TextInput
            mt="xs"
            label={t("headerUrl")}
            description={t("headerUrlHint")}
            type="url"
            readOnly={readOnly}
            value={header.url ?? ""}
            onChange={(event) =>
              onChange({ ...value, header: { type: header.type, ...(event.currentTarget.value && { url: event.currentTarget.value }) } })
            }
          />
        )}
      </div>
      <div>
        <Group justify="space-between" mb={4}>
          <Text component="label" htmlFor="template-body" size="sm" fw={600}>
            {t("part.body")}
          </Text>
          {!readOnly && <VariableMenu insert={insert} />}
        </Group>
        <Textarea
          id="template-body"
          ref={body}
          autosize
          minRows={5}
          maxLength={1024}
          readOnly={readOnly}
          value={value.body}
          error={problemOf("body")}
          description={t("bodyHint", { count: value.body.length, example: "{{first_name}}" })}
          inputWrapperOrder={["input", "description", "error"]}
          onChange={(event) => onChange({ ...value, body: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label={t("part.footer")}
        maxLength={60}
        readOnly={readOnly}
        value={value.footer ?? ""}
        error={problemOf("footer")}
        onChange={(event) => {
          const { footer: _, ...rest } = value;
          onChange(event.currentTarget.value ? { ...rest, footer: event.currentTarget.value } : rest);
        }}
      />
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t("part.buttons")}
        </Text>
        <Stack gap="xs">
          {value.buttons.map((button, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: buttons are their position.
            <ButtonRow
              key={index}
              button={button}
              readOnly={readOnly}
              error={problemOf(`buttons.${index}.text`) ?? problemOf(`buttons.${index}.url`) ?? problemOf(`buttons.${index}`)}
              onChange={(next) => setButton(index, next)}
              remove={() => onChange({ ...value, buttons: value.buttons.filter((_, at) => at !== index) })}
            />
          ))}
          {!readOnly && value.buttons.length < MAX_BUTTONS && (
            <Group>
              <Menu position="bottom-start">
                <Menu.Target>
                  <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />}>
                    {t("addButton")}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {BUTTONS.map((type) => (
                    <Menu.Item key={type} onClick={() => onChange({ ...value, buttons: [...value.buttons, newButton(type)] })}>
                      {t(`button.${type}`)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            </Group>
          )}
        </Stack>
      </div>
    </Stack>
  );
}

function newButton(type: (typeof BUTTONS)[number]): ButtonDraft {
  switch (type) {
    case "quick_reply":
      return { type, text: "" };
    case "url":
      return { type, text: "", url: "https://" };
    case "phone_number":
      return { type, text: "", phoneNumber: "+" };
    case "copy_code":
      return { type, example: "" };
  }
}

interface ButtonRowProps {
  button: ButtonDraft;
  readOnly: boolean;
  error: string | undefined;
  onChange: (button: ButtonDraft) => void;
  remove: () => void;
}

function ButtonRow({ button, readOnly, error, onChange, remove }: ButtonRowProps) {
  const { t } = useTranslation("templates");
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <div className={classes.buttonParts}>
        <NativeSelect
          size="xs"
          w={130}
          aria-label={t("buttonType")}
          disabled
          value={button.type}
          data={[{ value: button.type, label: t(`button.${button.type}`, { defaultValue: button.type }) }]}
        />
        {"text" in button && (
          <TextInput
            size="xs"
            flex="1 1 160px"
            aria-label={t("buttonText")}
            placeholder={t("buttonText")}
            maxLength={25}
            readOnly={readOnly}
            value={button.text ?? ""}
            error={error}
            onChange={(event) => onChange({ ...button, text: event.currentTarget.value })}
          />
        )}
        {button.type === "url" && (
          <TextInput
            size="xs"
            flex="1 1 160px"
            aria-label={t("buttonUrl")}
            readOnly={readOnly}
            value={button.url}
            onChange={(event) => onChange({ ...button, url: event.currentTarget.value })}
          />
        )}
        {button.type === "phone_number" && (
          <TextInput
            size="xs"
            flex="1 1 160px"
            aria-label={t("buttonPhone")}
            readOnly={readOnly}
            value={button.phoneNumber}
            onChange={(event) => onChange({ ...button, phoneNumber: event.currentTarget.value })}
          />
        )}
        {button.type === "copy_code" && (
          <TextInput
            size="xs"
            flex="1 1 160px"
            aria-label={t("buttonCode")}
            placeholder={t("buttonCode")}
            readOnly={readOnly}
            value={button.example}
            error={error}
            onChange={(event) => onChange({ ...button, example: event.currentTarget.value })}
          />
        )}
      </div>
      {!readOnly && (
        <ActionIcon size={30} aria-label={t("removeButton")} onClick={remove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}

function VariableMenu({ insert }: { insert: (name: string) => void }) {
  const { t } = useTranslation("templates");
  const fields = useQuery(api.fields.list.queryOptions());
  const names = ["first_name", "last_name", "email", ...(fields.data?.items.map(({ code }) => code.toLowerCase()) ?? [])];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" leftSection={<IconVariable size={14} />}>
          {t("insertVariable")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={280} style={{ overflowY: "auto" }}>
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => insert(name)}>
            {`{{${name}}}`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
