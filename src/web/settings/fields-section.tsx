import { Code, NativeSelect, TagsInput, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FIELD_TYPES, type Field } from "../../contract/objects.ts";
import { api, client } from "../api.ts";
import { useMay } from "../shell/use-me.ts";
import { codeOf } from "./code-of.ts";
import { ObjectForm } from "./object-form.tsx";
import { ObjectSection } from "./object-section.tsx";

export function FieldsSection() {
  const { t } = useTranslation("settings");
  const may = useMay();
  const { data } = useQuery(api.fields.list.queryOptions());
  return (
    <ObjectSection<Field>
      kind="fields"
      items={data?.items}
      nameOf={({ label }) => label}
      writable={may("objects:write")}
      columns={[
        { label: t("name"), cell: (field) => <Text fw={500}>{field.label}</Text> },
        {
          label: t("fields.code"),
          cell: (field) => <Code style={{ overflowWrap: "anywhere" }}>{`{{ contact.fields.${field.code} }}`}</Code>,
        },
        { label: t("fields.type"), wide: true, cell: (field) => <Text size="sm">{t(`fields.types.${field.type}`)}</Text> },
      ]}
      form={(field, close) => <FieldForm field={field} close={close} />}
      remove={({ id }, force) => client.fields.delete({ id, force })}
      usage={({ id }) => client.fields.usage({ id })}
    />
  );
}

function FieldForm({ field, close }: { field: Field | undefined; close: () => void }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const [label, setLabel] = useState(field?.label ?? "");
  const [ownCode, setCode] = useState(field?.code);
  const [type, setType] = useState<Field["type"]>(field?.type ?? "text");
  const [choices, setChoices] = useState<string[]>(field?.choices ?? []);
  const code = ownCode ?? codeOf(label);
  const save = useMutation({
    mutationFn: () => {
      const input = { label: label.trim(), code, ...(type === "choice" && { choices }) };
      return field ? client.fields.update({ id: field.id, ...input }) : client.fields.create({ ...input, type });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.fields.key() });
      close();
    },
  });
  return (
    <ObjectForm
      submit={save.mutate}
      close={close}
      busy={save.isPending}
      error={save.error}
      valid={label.trim() !== "" && code !== "" && (type !== "choice" || choices.length > 0)}
    >
      <TextInput label={t("name")} value={label} onChange={(event) => setLabel(event.currentTarget.value)} data-autofocus />
      <TextInput
        label={t("fields.code")}
        description={t("fields.codeHint")}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("fields.type")}
        description={field ? t("fields.typeStays") : undefined}
        disabled={field !== undefined}
        value={type}
        data={FIELD_TYPES.map((one) => ({ value: one, label: t(`fields.types.${one}`) }))}
        onChange={(event) => setType(event.currentTarget.value as Field["type"])}
      />
      {type === "choice" && (
        <TagsInput label={t("fields.choices")} description={t("fields.choicesHint")} value={choices} onChange={setChoices} />
      )}
    </ObjectForm>
  );
}
