/** Which column is what, and what the dry run found. */
import {
  Alert,
  Button,
  Checkbox,
  Group,
  MultiSelect,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Table,
  TagsInput,
  Text,
  Textarea,
  Title,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactImport } from "../../contract/imports.ts";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { ImportErrors } from "./import-errors.tsx";

const TARGETS = ["phone", "first_name", "last_name", "email", "language", "time_zone", "consent", "notes", "tag", "list"] as const;

export function ImportMapping({ job, restart }: { job: ContactImport; restart: () => void }) {
  const { t } = useTranslation(["contacts", "common", "problems"]);
  const queryClient = useQueryClient();
  const fields = useQuery(api.fields.list.queryOptions());
  const tags = useQuery(api.tags.list.queryOptions());
  const lists = useQuery(api.lists.list.queryOptions());
  const [mapping, setMapping] = useState<Record<string, string | null>>(
    () => job.options?.mapping ?? Object.fromEntries(job.columns.map(({ name, suggestion }) => [name, suggestion])),
  );
  const [addTags, setAddTags] = useState<string[]>(job.options?.addTags ?? []);
  const [addToLists, setAddToLists] = useState<string[]>(job.options?.addToLists ?? []);
  const [existing, setExisting] = useState<"update" | "skip">(job.options?.existing ?? "update");
  const [startAutomations, setStart] = useState(job.options?.startAutomations ?? false);
  const [consented, setConsented] = useState(job.options?.consent?.state === "subscribed");
  const [consentText, setConsentText] = useState(job.options?.consent?.text ?? "");
  const options = {
    mapping,
    addTags,
    addToLists,
    existing,
    startAutomations,
    createMissing: true,
    consent: consented
      ? { state: "subscribed" as const, text: consentText.trim() || t("import.consentDefault", { file: job.filename }) }
      : null,
  };
  const done = { onSuccess: () => queryClient.invalidateQueries({ queryKey: api.imports.key() }) };
  const check = useMutation(api.imports.check.mutationOptions(done));
  const start = useMutation(api.imports.start.mutationOptions(done));
  const targets = [
    { group: t("import.attributes"), items: TARGETS.map((target) => ({ value: target, label: t(`import.target.${target}`) })) },
    { group: t("import.fields"), items: fields.data?.items.map(({ code, label }) => ({ value: `fields.${code}`, label })) ?? [] },
  ];
  const hasPhone = Object.values(mapping).includes("phone");
  const checked = job.state === "checked";
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <div>
          <Title order={2} size="h3">
            {job.filename}
          </Title>
          <Text size="sm" c="dimmed">
            {t("import.rows", { count: job.rows })}
          </Text>
        </div>
        <Button variant="subtle" onClick={restart}>
          {t("import.other")}
        </Button>
      </Group>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("import.column")}</Table.Th>
              <Table.Th>{t("import.samples")}</Table.Th>
              <Table.Th w={240}>{t("import.becomes")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {job.columns.map((column) => (
              <Table.Tr key={column.name}>
                <Table.Td fw={600}>{column.name}</Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed" lineClamp={1}>
                    {column.samples.join(" · ")}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Select
                    size="xs"
                    clearable
                    allowDeselect={false}
                    searchable
                    aria-label={t("import.becomesOf", { column: column.name })}
                    placeholder={t("import.leaveOut")}
                    data={targets}
                    value={mapping[column.name] ?? null}
                    onChange={(target) => setMapping({ ...mapping, [column.name]: target })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {!hasPhone && (
        <Alert className="warning-alert" variant="light">
          {t("import.phoneNeeded")}
        </Alert>
      )}
      <Group grow align="flex-start">
        <TagsInput
          label={t("import.addTags")}
          data={tags.data?.items.map(({ name }) => name) ?? []}
          value={addTags}
          onChange={setAddTags}
        />
        <MultiSelect
          label={t("import.addToLists")}
          searchable
          data={lists.data?.items.map(({ name }) => name) ?? []}
          value={addToLists}
          onChange={setAddToLists}
        />
      </Group>
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t("import.existing")}
        </Text>
        <SegmentedControl
          value={existing}
          onChange={(value) => setExisting(value)}
          aria-label={t("import.existing")}
          data={[
            { value: "update", label: t("import.update") },
            { value: "skip", label: t("import.skip") },
          ]}
        />
      </div>
      <Checkbox
        label={t("import.consent")}
        description={t("import.consentHint")}
        checked={consented}
        onChange={(event) => setConsented(event.currentTarget.checked)}
      />
      {consented && (
        <Textarea
          label={t("consentText")}
          placeholder={t("import.consentDefault", { file: job.filename })}
          value={consentText}
          onChange={(event) => setConsentText(event.currentTarget.value)}
        />
      )}
      <Checkbox
        label={t("import.startAutomations")}
        description={t("import.startHint")}
        checked={startAutomations}
        onChange={(event) => setStart(event.currentTarget.checked)}
      />
      {checked && !check.isPending && (
        <Paper withBorder p="md" aria-live="polite">
          <Title order={3} size="h4" mb={4}>
            {t("import.wouldHappen")}
          </Title>
          <Text size="sm">
            {t("import.summary", { created: job.created, updated: job.updated, skipped: job.skipped, failed: job.failed })}
          </Text>
          {job.failed > 0 && <ImportErrors id={job.id} />}
        </Paper>
      )}
      <FormError error={check.error ?? start.error} {...(job.error && { text: job.error })} />
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={!hasPhone}
          loading={check.isPending || job.state === "checking"}
          onClick={() => check.mutate({ id: job.id, options })}
        >
          {t("import.check")}
        </Button>
        <Button disabled={!hasPhone} loading={start.isPending} onClick={() => start.mutate({ id: job.id, options })}>
          {t("import.start", { count: checked ? job.created + job.updated : job.rows })}
        </Button>
      </Group>
    </Stack>
  );
}
