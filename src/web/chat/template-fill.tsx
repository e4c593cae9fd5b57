/** One template before it goes out: everything it needs is asked, and seen as the customer will see it. */
import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SendContent } from "../../contract/message.ts";
import type { TemplateText } from "../../contract/template-definition.ts";
import type { Template } from "../../contract/templates.ts";
import { pickTemplateLanguage } from "../../domain/pick-template-language.ts";
import { WHATSAPP_LIMITS as LIMITS } from "../../domain/whatsapp-limits.ts";
import { templateLanguageName } from "../templates/template-languages.ts";
import { TemplatePreview } from "../templates/template-preview.tsx";
import type { Chat } from "./conversation-header.tsx";
import { TemplateFile } from "./template-file.tsx";
import { faultsIn, firstValues, linkOf, neededValues, type TemplateValues, templateMessage, withValues } from "./template-values.ts";

interface TemplateFillProps {
  template: Template;
  chat: Chat;
  back: () => void;
  send: (content: SendContent) => void;
}

export function TemplateFill({ template, chat, back, send }: TemplateFillProps) {
  const { t, i18n } = useTranslation(["chat", "common"]);
  const approved = template.versions.filter(({ status }) => status === "approved");
  const codes = approved.map(({ language }) => language);
  const [language, setLanguage] = useState(
    () => pickTemplateLanguage(codes, chat.fullContact.language, chat.fullContact.phone) ?? codes[0] ?? "",
  );
  const version = approved.find((one) => one.language === language);
  if (!version) return null;
  return (
    <Stack gap="sm">
      {codes.length > 1 && (
        <Select
          label={t("templateLanguage")}
          allowDeselect={false}
          data={codes.map((code) => ({ value: code, label: templateLanguageName(code, i18n.language) }))}
          value={language}
          onChange={(code) => code && setLanguage(code)}
        />
      )}
      <Values
        key={language}
        text={version.definition}
        contact={chat.fullContact}
        back={back}
        send={(values) => send(templateMessage(template.name, language, version.definition, values))}
      />
    </Stack>
  );
}

interface ValuesProps {
  text: TemplateText;
  contact: Chat["fullContact"];
  back: () => void;
  send: (values: TemplateValues) => void;
}

function Values({ text, contact, back, send }: ValuesProps) {
  const { t } = useTranslation(["chat", "common"]);
  const [values, setValues] = useState(() => firstValues(text, contact));
  const needed = neededValues(text);
  const form = useRef<HTMLFormElement>(null);
  // The row that was pressed is gone: the keyboard goes on with the first thing to fill.
  useEffect(() => form.current?.querySelector<HTMLElement>("input, button[type=submit]:enabled")?.focus(), []);
  const faults = faultsIn(text, values);
  const set = (change: Partial<TemplateValues>) => setValues((old) => ({ ...old, ...change }));
  const setPlace = (key: keyof TemplateValues["place"], value: string) => set({ place: { ...values.place, [key]: value } });
  // Positional ones are a mere number.
  const nameOf = (variable: string) => (/^\d+$/.test(variable) ? t("templateVariable", { name: variable }) : variable);
  const example = (variable: string) => (text.examples[variable] ? t("templateExample", { example: text.examples[variable] }) : undefined);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (faults.size === 0) send(values);
      }}
    >
      <Stack gap="sm">
        <TemplatePreview definition={withValues(text, values)} values={values.variables} />
        {needed.headerMedia && (
          <TemplateFile mediaType={needed.headerMedia} value={values.file} onChange={(file) => set({ file })} fault={faults.has("file")} />
        )}
        {needed.headerLocation && (
          <SimpleGrid cols={2} spacing="sm">
            {(["latitude", "longitude", "name", "address"] as const).map((key) => (
              <TextInput
                key={key}
                label={t(`templatePlace.${key}`)}
                inputMode={key === "latitude" || key === "longitude" ? "decimal" : "text"}
                value={values.place[key]}
                error={values.place[key] !== "" && faults.has(key) && t("templatePlace.wrong")}
                onChange={(event) => setPlace(key, event.currentTarget.value)}
              />
            ))}
          </SimpleGrid>
        )}
        {needed.header !== undefined && (
          <TextInput
            label={t("templateHeader", { name: nameOf(needed.header) })}
            value={values.header}
            onChange={(event) => set({ header: event.currentTarget.value })}
          />
        )}
        {needed.body.map((name) => (
          <TextInput
            key={name}
            label={nameOf(name)}
            placeholder={example(name)}
            value={values.variables[name] ?? ""}
            onChange={(event) => set({ variables: { ...values.variables, [name]: event.currentTarget.value } })}
          />
        ))}
        {needed.buttons.map(({ index, subType }) => {
          const button = text.buttons[index];
          const value = values.buttons[index] ?? "";
          return (
            <TextInput
              key={index}
              label={
                subType === "copy_code" ? t("templateCode") : t("templateLink", { button: button && "text" in button ? button.text : "" })
              }
              description={button?.type === "url" ? t("templateLinkHint", { url: linkOf(button.url, value) }) : undefined}
              placeholder={button && "example" in button && button.example ? t("templateExample", { example: button.example }) : undefined}
              maxLength={subType === "copy_code" ? LIMITS.couponCode : LIMITS.url}
              value={value}
              onChange={(event) => set({ buttons: { ...values.buttons, [index]: event.currentTarget.value } })}
            />
          );
        })}
        {faults.size > 0 && (
          <Text size="sm" c="dimmed">
            {t("templateMissing", { count: faults.size })}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={back}>
            {t("common:back")}
          </Button>
          <Button type="submit" disabled={faults.size > 0}>
            {t("send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
