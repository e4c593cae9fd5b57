/** One language of a template: its parts, the values it is shown with, the preview, and the two ways on. */
import { Alert, Button, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateText } from "../../contract/template-definition.ts";
import type { Template } from "../../contract/templates.ts";
import { checkTemplate } from "../../domain/check-template.ts";
import type { TemplateDefinition } from "../../domain/template-definition.ts";
import { api, client } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { useProblemText } from "../ui/problem-text.ts";
import { useEdited } from "../ui/use-edited.ts";
import { allVariables } from "./all-variables.ts";
import { TemplateForm } from "./template-form.tsx";
import { TemplatePreview } from "./template-preview.tsx";
import { TemplateTrouble } from "./template-trouble.tsx";
import classes from "./templates.module.css";

/** What may be written again: without name, category and language, which belong to the template. */
export function textOf({ name: _name, category: _category, language: _language, ...text }: TemplateDefinition): TemplateText {
  return text;
}

interface TemplateEditorProps {
  template: Template;
  version: Template["versions"][number];
  writable: boolean;
  /** Told when there is something unsaved, and when it has been saved. */
  onDirty?: (dirty: boolean) => void;
}

export function TemplateEditor({ template, version, writable, onDirty }: TemplateEditorProps) {
  const { t } = useTranslation(["templates", "common"]);
  const queryClient = useQueryClient();
  const { value: text, change, edited: dirty, handOver } = useEdited(textOf(version.definition));
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);
  const say = useProblemText();
  const problems = checkTemplate({
    ...text,
    name: template.name,
    category: template.category,
    language: version.language,
  }).map(say);
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.templates.key() });
  const store = (definition: TemplateText) => client.templates.saveVersion({ id: template.id, language: version.language, definition });
  const save = useMutation({
    mutationFn: store,
    onSuccess: (_, definition) => {
      handOver(definition);
      toastDone(t("saved"));
      return refresh();
    },
  });
  const submit = useMutation({
    mutationFn: async (definition: TemplateText) => {
      if (dirty) await store(definition);
      return client.templates.submit({ id: template.id, languages: [version.language] });
    },
    onSuccess: (_, definition) => {
      handOver(definition);
      toastDone(t("submitted"));
      return refresh();
    },
  });
  const variables = allVariables(text);
  return (
    <div className={classes.editor}>
      <Stack gap="md">
        <TemplateTrouble templateId={template.id} version={version} />
        <TemplateForm value={text} onChange={change} category={template.category} readOnly={!writable} problems={problems} />
        {variables.length > 0 && (
          <div>
            <Title order={3} size="h4">
              {t("examples")}
            </Title>
            <Text size="sm" c="dimmed" mb="xs">
              {t("examplesHint")}
            </Text>
            <Stack gap="xs">
              {variables.map((name) => (
                <TextInput
                  key={name}
                  size="sm"
                  label={`{{${name}}}`}
                  value={text.examples?.[name] ?? ""}
                  readOnly={!writable}
                  onChange={(event) => change({ ...text, examples: { ...text.examples, [name]: event.currentTarget.value } })}
                />
              ))}
            </Stack>
          </div>
        )}
        <FormError error={save.error ?? submit.error} />
      </Stack>
      <Stack gap="md" className={classes.side}>
        <TemplatePreview definition={text} values={text.examples ?? {}} />
        {problems.length > 0 ? (
          <Alert className="warning-alert" variant="light" title={t("problems", { count: problems.length })}>
            <List size="sm">
              {problems.map((problem) => (
                <List.Item key={problem.path + problem.code}>
                  {t(`part.${problem.path.split(".")[0]}`, { defaultValue: problem.path })}: {problem.message}
                </List.Item>
              ))}
            </List>
          </Alert>
        ) : (
          <Alert variant="light" color="accent">
            {t("noProblems")}
          </Alert>
        )}
        {writable && (
          <Group>
            <Button variant="default" loading={save.isPending} disabled={!dirty} onClick={() => save.mutate(text)}>
              {t("saveDraft")}
            </Button>
            <Button
              loading={submit.isPending}
              disabled={problems.length > 0 || (version.status !== "draft" && version.status !== "rejected" && !dirty)}
              onClick={() => submit.mutate(text)}
            >
              {t("submit")}
            </Button>
          </Group>
        )}
        {version.status === "pending" && (
          <Text size="sm" c="dimmed">
            {t("pendingHint")}
          </Text>
        )}
      </Stack>
    </div>
  );
}
