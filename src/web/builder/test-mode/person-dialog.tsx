/** Whom the test is written by: what the workspace knows of them when it begins. */
import { Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { LanguageSelect } from "../../ui/language-select.tsx";
import { useDraft } from "../store.ts";
import type { TestPerson } from "./use-test-session.ts";

interface Props {
  opened: boolean;
  person: TestPerson | null;
  close(): void;
  choose(person: TestPerson): void;
}

export function PersonDialog(props: Props) {
  const { t } = useTranslation(["builder", "common"]);
  return (
    <Modal opened={props.opened} onClose={props.close} title={t("test.person")} closeButtonProps={{ "aria-label": t("common:close") }}>
      {props.opened && <Form {...props} />}
    </Modal>
  );
}

const TEXTS = ["firstName", "lastName", "email"] as const;
const LABELS = {
  firstName: "variable.contact_first_name",
  lastName: "variable.contact_last_name",
  email: "variable.contact_email",
} as const;

function Form({ person, close, choose }: Props) {
  const { t } = useTranslation(["builder", "common"]);
  const draft = useDraft();
  const tags = useQuery(api.tags.list.queryOptions({ input: {} }));
  const lists = useQuery(api.lists.list.queryOptions({ input: {} }));
  const fields = useQuery(api.fields.list.queryOptions({ input: {} }));
  const [texts, setTexts] = useState<Record<string, string>>({
    firstName: person?.firstName ?? "Alex",
    lastName: person?.lastName ?? "Customer",
    email: person?.email ?? "",
    language: person?.language ?? "",
  });
  const [chosenTags, setTags] = useState(person?.tags ?? []);
  const [chosenLists, setLists] = useState(person?.lists ?? []);
  const [values, setValues] = useState((person?.fields ?? {}) as Record<string, unknown>);
  // Those the automation speaks of: the others make no difference.
  const document = JSON.stringify(draft);
  const used = (fields.data?.items ?? []).filter(({ code }) => document.includes(code));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const given = Object.entries(texts).filter(([, value]) => value.trim() !== "");
        const filled = Object.entries(values).filter(([, value]) => value !== "");
        const ownFields: TestPerson["fields"] = Object.fromEntries(filled);
        choose({
          ...Object.fromEntries(given.map(([key, value]) => [key, value.trim()])),
          ...(filled.length > 0 && { fields: ownFields }),
          ...(chosenTags.length > 0 && { tags: chosenTags }),
          ...(chosenLists.length > 0 && { lists: chosenLists }),
        });
        close();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("test.personHint")}
        </Text>
        {TEXTS.map((key) => (
          <TextInput
            key={key}
            label={t(LABELS[key])}
            value={texts[key] ?? ""}
            maxLength={200}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTexts((old) => ({ ...old, [key]: value }));
            }}
          />
        ))}
        <LanguageSelect
          label={t("variable.contact_language")}
          value={texts["language"] ?? ""}
          onChange={(language) => setTexts((old) => ({ ...old, language: language ?? "" }))}
        />
        <MultiSelect
          label={t("variable.contact_tags")}
          data={(tags.data?.items ?? []).map(({ name }) => name)}
          value={chosenTags}
          onChange={setTags}
          searchable
          clearable
        />
        <MultiSelect
          label={t("variable.contact_lists")}
          data={(lists.data?.items ?? []).map(({ name }) => name)}
          value={chosenLists}
          onChange={setLists}
          searchable
          clearable
        />
        {used.map(({ code, label }) => (
          <TextInput
            key={code}
            label={label}
            value={typeof values[code] === "string" ? values[code] : ""}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setValues((old) => ({ ...old, [code]: value }));
            }}
          />
        ))}
        <Group justify="flex-end">
          <Button type="submit">{t("test.begin")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
