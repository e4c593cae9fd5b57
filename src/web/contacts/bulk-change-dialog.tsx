import { Button, Group, Modal, MultiSelect, Select, Stack, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactChange } from "../../contract/contacts.ts";
import { CONSENT_STATES, type ConsentState } from "../../domain/consent.ts";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { LanguageSelect } from "../ui/language-select.tsx";
import { FieldInput } from "./field-input.tsx";
import { NamesInput } from "./names-input.tsx";

export type BulkKind = "addTags" | "removeTags" | "addToLists" | "removeFromLists" | "consent" | "addOperators" | "language" | "field";

interface BulkChangeDialogProps {
  kind: BulkKind;
  count: number;
  busy: boolean;
  error: unknown;
  close: () => void;
  apply: (change: ContactChange) => void;
}

export function BulkChangeDialog({ kind, count, busy, error, close, apply }: BulkChangeDialogProps) {
  const { t } = useTranslation(["contacts", "common"]);
  const tags = useQuery(api.tags.list.queryOptions());
  const lists = useQuery(api.lists.list.queryOptions());
  const members = useQuery(api.members.list.queryOptions());
  const fields = useQuery(api.fields.list.queryOptions());
  const [names, setNames] = useState<string[]>([]);
  const [state, setState] = useState<ConsentState>("subscribed");
  const [text, setText] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [value, setValue] = useState<string | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const field = fields.data?.items.find((one) => one.code === code);
  const change: ContactChange | undefined =
    kind === "consent"
      ? { consent: { state, source: "bulk", ...(text.trim() && { text: text.trim() }) } }
      : kind === "language"
        ? language !== null
          ? { language }
          : undefined
        : kind === "field"
          ? field && { fields: { [field.code]: value } }
          : names.length > 0
            ? { [kind]: names }
            : undefined;
  return (
    <Modal opened onClose={close} title={t(`bulk.kind.${kind}`)}>
      <Stack gap="sm">
        {(kind === "addTags" || kind === "removeTags") && (
          <NamesInput
            label={t("column.tags")}
            data={tags.data?.items.map(({ name }) => name) ?? []}
            value={names}
            onChange={setNames}
            data-autofocus
          />
        )}
        {(kind === "addToLists" || kind === "removeFromLists") && (
          <MultiSelect
            label={t("column.lists")}
            searchable
            data={lists.data?.items.map(({ name }) => name) ?? []}
            value={names}
            onChange={setNames}
            data-autofocus
          />
        )}
        {kind === "addOperators" && (
          <MultiSelect
            label={t("operators")}
            searchable
            data={members.data?.items.map(({ email, name }) => ({ value: email, label: name })) ?? []}
            value={names}
            onChange={setNames}
            data-autofocus
          />
        )}
        {kind === "consent" && (
          <>
            <Select
              label={t("column.consent")}
              allowDeselect={false}
              data={CONSENT_STATES.map((one) => ({ value: one, label: t(`consent.${one}`) }))}
              value={state}
              onChange={(next) => next && setState(next)}
            />
            <Textarea
              label={t("consentText")}
              description={t("consentTextHint")}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autosize
              minRows={2}
            />
          </>
        )}
        {kind === "language" && <LanguageSelect label={t("attribute.language")} value={language} onChange={setLanguage} data-autofocus />}
        {kind === "field" && (
          <>
            <Select
              label={t("bulk.field")}
              searchable
              data={fields.data?.items.map((one) => ({ value: one.code, label: one.label })) ?? []}
              value={code}
              onChange={setCode}
            />
            {field && (
              <FieldInput label={field.label} type={field.type} choices={field.choices} value={value} readOnly={false} save={setValue} />
            )}
          </>
        )}
        <FormError error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button loading={busy} disabled={!change} onClick={() => change && apply(change)}>
            {t("bulk.apply", { count })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
