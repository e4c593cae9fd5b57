/** Connects an account, or changes one: the form is made of what its kind asks for. Stored secrets are never shown. */
import { Alert, Button, Group, Modal, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionAnswer } from "../../../contract/connections.ts";
import { api, client } from "../../api.ts";
import { FormError } from "../../shell/form-error.tsx";
import { Copyable } from "../copyable.tsx";
import { healthText } from "../failure-text.ts";
import { isAsked, type Kind, type KindField, useKindTexts } from "./kind-texts.ts";

interface ConnectionFormProps {
  /** The one to change; absent: a new one. */
  connection?: ConnectionAnswer | undefined;
  /** What a new one is of; absent: to be chosen. */
  kind?: string | undefined;
  name?: string | undefined;
  close: () => void;
  /** It is stored, whether it works or not. */
  saved?: (connection: ConnectionAnswer) => void;
}

export function ConnectionForm(props: ConnectionFormProps) {
  const { t } = useTranslation("integrations");
  const { title } = useKindTexts();
  const kinds = useQuery(api.connections.kinds.queryOptions({ staleTime: Infinity }));
  const [chosen, setChosen] = useState(props.connection?.kind ?? props.kind ?? null);
  const kind = kinds.data?.items.find((one) => one.kind === chosen);
  const heading = props.connection
    ? t("connection.edit", { name: props.connection.name })
    : kind
      ? t("connection.connect", { kind: title(kind) })
      : t("connection.new");
  return (
    <Modal opened onClose={props.close} title={heading} size="lg">
      <Stack gap="md">
        {!props.connection && props.kind === undefined && (
          <Select
            label={t("connection.kind")}
            searchable
            data-autofocus
            data={(kinds.data?.items ?? []).map((one) => ({ value: one.kind, label: title(one) }))}
            value={chosen}
            onChange={setChosen}
          />
        )}
        {kind && <Fields key={kind.kind} {...props} kind={kind} />}
      </Stack>
    </Modal>
  );
}

function textsOf(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Settings that are chosen among some start with the first. */
function startOf(kind: Kind, connection: ConnectionAnswer | undefined): Record<string, string> {
  const first = Object.fromEntries(kind.fields.flatMap(({ name, choices }) => (choices?.[0] ? [[name, choices[0]]] : [])));
  return { ...first, ...textsOf(connection?.settings ?? {}) };
}

function Fields({ connection, kind, name: wanted, close, saved }: Omit<ConnectionFormProps, "kind"> & { kind: Kind }) {
  const { t } = useTranslation(["integrations", "common"]);
  const texts = useKindTexts();
  const queryClient = useQueryClient();
  const [made, setMade] = useState(connection);
  const [name, setName] = useState(connection?.name ?? wanted ?? texts.title(kind));
  const [values, setValues] = useState(() => startOf(kind, connection));
  const fields = kind.fields.filter((field) => isAsked(kind.kind, field.name, values));
  const save = useMutation({
    mutationFn: () => {
      const given = (secret: boolean) =>
        Object.fromEntries(
          fields.flatMap((field) =>
            // An empty secret of a stored connection stays what it is.
            field.secret !== secret || (secret && made && !values[field.name]) ? [] : [[field.name, values[field.name]?.trim() ?? ""]],
          ),
        );
      const secrets = given(true);
      const input = { name: name.trim(), settings: given(false) };
      return made
        ? client.connections.update({ id: made.id, ...input, ...(Object.keys(secrets).length > 0 && { secrets }) })
        : client.connections.create({ ...input, kind: kind.kind, secrets });
    },
    onSuccess: async (stored) => {
      setMade(stored);
      setValues((before) => ({
        ...before,
        ...Object.fromEntries(kind.fields.filter(({ secret }) => secret).map((one) => [one.name, ""])),
      }));
      await queryClient.invalidateQueries({ queryKey: api.connections.key() });
      saved?.(stored);
      if (stored.status !== "failing" && stored.webhookUrl === null) close();
    },
  });
  const missing =
    name.trim() === "" ||
    fields.some((field) => field.required && !values[field.name]?.trim() && !(field.secret && made?.secrets.includes(field.name)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        {texts.lead(kind.kind) !== "" && (
          <Text size="sm" c="dimmed">
            {texts.lead(kind.kind)}
          </Text>
        )}
        <TextInput
          label={t("connection.name")}
          description={t("connection.nameHint")}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            kind={kind.kind}
            field={field}
            stored={made?.secrets.includes(field.name) ?? false}
            value={values[field.name] ?? ""}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        {save.data && <Outcome connection={save.data} />}
        <FormError error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t(save.data ? "common:done" : "common:cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={missing}>
            {t("connection.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldInputProps {
  kind: string;
  field: KindField;
  /** A secret that is kept already. */
  stored: boolean;
  value: string;
  onChange: (value: string) => void;
}

function FieldInput({ kind, field, stored, value, onChange }: FieldInputProps) {
  const { t } = useTranslation("integrations");
  const texts = useKindTexts();
  const help = texts.help(kind, field);
  const shared = { label: texts.label(kind, field), description: help === "" ? undefined : help, required: field.required && !stored };
  if (field.choices)
    return (
      <Select
        {...shared}
        allowDeselect={!field.required}
        data={field.choices.map((choice) => ({ value: choice, label: texts.choice(kind, field, choice) }))}
        value={value === "" ? null : value}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  if (field.secret)
    return (
      <PasswordInput
        {...shared}
        autoComplete="off"
        placeholder={stored ? t("connection.kept") : ""}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("connection.show") }}
      />
    );
  return <TextInput {...shared} autoComplete="off" value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function Outcome({ connection }: { connection: ConnectionAnswer }) {
  const { t } = useTranslation("integrations");
  const fails = connection.status === "failing";
  return (
    <>
      <Alert
        role="status"
        variant="light"
        color={fails ? "red" : "accent"}
        icon={fails ? <IconAlertTriangle size={18} /> : <IconCircleCheck size={18} />}
        title={t(fails ? "connection.fails" : "connection.works")}
      >
        {fails ? healthText(t, connection.statusDetail) : t(connection.checkedAt ? "connection.tried" : "connection.untried")}
      </Alert>
      {connection.webhookUrl && (
        <Copyable label={t("connection.webhook")} description={t("connection.webhookHint")} value={connection.webhookUrl} />
      )}
    </>
  );
}
