/** Which column is what, and what the dry run found. */
import { Alert, Button, Checkbox, Group, MultiSelect, Paper, SegmentedControl, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactImport } from "../../contract/imports.ts";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { intoView } from "../ui/into-view.ts";
import { ImportColumns, type Mapping } from "./import-columns.tsx";
import { ImportErrors } from "./import-errors.tsx";
import { NamesInput } from "./names-input.tsx";

export function ImportMapping({ job, restart }: { job: ContactImport; restart: () => void }) {
  const { t } = useTranslation(["contacts", "common", "problems"]);
  const queryClient = useQueryClient();
  const tags = useQuery(api.tags.list.queryOptions());
  const lists = useQuery(api.lists.list.queryOptions());
  const [mapping, setMapping] = useState<Mapping>(
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
  const checked = job.state === "checked";
  const done = { onSuccess: () => queryClient.invalidateQueries({ queryKey: api.imports.key() }) };
  const [asked, setAsked] = useState(() => (checked ? JSON.stringify(options) : null));
  const check = useMutation(
    api.imports.check.mutationOptions({ onMutate: (input) => setAsked(JSON.stringify(input.options)), onSuccess: done.onSuccess }),
  );
  const start = useMutation(api.imports.start.mutationOptions(done));
  const hasPhone = Object.values(mapping).includes("phone");
  // What the dry run found holds for what it was asked.
  const current = JSON.stringify(options) === asked;
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
      <ImportColumns columns={job.columns} mapping={mapping} onChange={setMapping} />
      {!hasPhone && (
        <Alert className="warning-alert" variant="light">
          {t("import.phoneNeeded")}
        </Alert>
      )}
      <Group grow align="flex-start">
        <NamesInput
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
        <Paper withBorder p="md" aria-live="polite" ref={intoView}>
          <Title order={3} size="h4" mb={4}>
            {t("import.wouldHappen")}
          </Title>
          {current ? (
            <>
              <Text size="sm">
                {t("import.summary", { created: job.created, updated: job.updated, skipped: job.skipped, failed: job.failed })}
              </Text>
              {job.failed > 0 && <ImportErrors job={job} />}
            </>
          ) : (
            <Text size="sm">{t("import.outdated")}</Text>
          )}
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
          {t("import.start", { count: checked && current ? job.created + job.updated : job.rows })}
        </Button>
      </Group>
    </Stack>
  );
}
