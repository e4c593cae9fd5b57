/** One template: its languages, the editor, the preview, and what stands between it and approval. */
import { ActionIcon, Alert, Badge, Button, Group, List, Menu, Skeleton, Stack, Tabs, Text, TextInput, Title } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateText } from "../../contract/template-definition.ts";
import type { Template } from "../../contract/templates.ts";
import { checkTemplate } from "../../domain/check-template.ts";
import type { TemplateDefinition } from "../../domain/template-definition.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { FormError } from "../shell/form-error.tsx";
import { Page } from "../shell/page.tsx";
import { toastDone } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { useProblemText } from "../ui/problem-text.ts";
import { allVariables } from "./all-variables.ts";
import { DuplicateTemplate } from "./duplicate-template.tsx";
import { RenameTemplate } from "./rename-template.tsx";
import { TemplateForm } from "./template-form.tsx";
import { TEMPLATE_LANGUAGES, templateLanguageName } from "./template-languages.ts";
import { TemplatePreview } from "./template-preview.tsx";
import { TemplateStatus } from "./template-status.tsx";
import { TemplateTrouble } from "./template-trouble.tsx";
import { TemplateUsage } from "./template-usage.tsx";
import classes from "./templates.module.css";

export function TemplatePage() {
  const { t, i18n } = useTranslation(["templates", "common"]);
  const { templateId: id = "" } = useParams({ strict: false });
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: template, error, refetch } = useQuery(api.templates.get.queryOptions({ input: { id } }));
  const [language, setLanguage] = useUrlState("language");
  const [deleting, setDeleting] = useState<"template" | "language">();
  const [dialog, setDialog] = useState<"rename" | "duplicate">();
  const add = useMutation(
    api.templates.saveVersion.mutationOptions({
      onSuccess: async (_, { language: added }) => {
        await queryClient.invalidateQueries({ queryKey: api.templates.key() });
        setLanguage(added);
      },
    }),
  );
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  const version = template?.versions.find((one) => one.language === language) ?? template?.versions[0];
  const missing = TEMPLATE_LANGUAGES.filter((code) => !template?.versions.some((one) => one.language === code));
  const writable = may("templates:write");
  return (
    <Page
      title={template?.name ?? t("common:loading")}
      back={{ to: "templates", label: t("title") }}
      beside={
        template && (
          <Badge variant="default" style={{ textTransform: "none" }}>
            {t(`category.${template.category}`)}
          </Badge>
        )
      }
      actions={
        writable && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size={36} variant="default" aria-label={t("more")}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog("rename")}>
                {t("rename.action")}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => setDialog("duplicate")}>
                {t("common:duplicate")}
              </Menu.Item>
              <Menu.Divider />
              {version && (template?.versions.length ?? 0) > 1 && (
                <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDeleting("language")}>
                  {t("deleteLanguage", { language: templateLanguageName(version.language, i18n.language) })}
                </Menu.Item>
              )}
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDeleting("template")}>
                {t("common:delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      {!template || !version ? (
        <Skeleton height={320} />
      ) : (
        <>
          <Group mb="md" gap="xs">
            <Tabs value={version.language} onChange={setLanguage}>
              <Tabs.List>
                {template.versions.map((one) => (
                  <Tabs.Tab key={one.language} value={one.language} rightSection={<TemplateStatus status={one.status} />}>
                    {templateLanguageName(one.language, i18n.language)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
            </Tabs>
            {writable && (
              <Menu position="bottom-start">
                <Menu.Target>
                  <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} loading={add.isPending}>
                    {t("addLanguage")}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
                  {missing.map((code) => (
                    <Menu.Item key={code} onClick={() => add.mutate({ id, language: code, definition: textOf(version.definition) })}>
                      {templateLanguageName(code, i18n.language)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            )}
          </Group>
          {/* Another name or category leaves what is being written alone. */}
          <Editor
            key={`${version.id} ${JSON.stringify(textOf(version.definition))}`}
            template={template}
            version={version}
            writable={writable}
          />
        </>
      )}
      <Confirm
        opened={deleting === "template"}
        onClose={() => setDeleting(undefined)}
        title={t("deleteTitle", { name: template?.name })}
        action={t("common:delete")}
        run={async () => {
          await client.templates.delete({ id, force: true });
          await queryClient.invalidateQueries({ queryKey: api.templates.key() });
          await navigate({ to: "/w/$workspace/templates", params: { workspace } });
        }}
      >
        {t("deleteText")}
        <TemplateUsage id={id} />
      </Confirm>
      <Confirm
        opened={deleting === "language"}
        onClose={() => setDeleting(undefined)}
        title={version ? t("deleteLanguage", { language: templateLanguageName(version.language, i18n.language) }) : ""}
        action={t("common:delete")}
        run={async () => {
          if (version) await client.templates.deleteVersion({ id, language: version.language });
          setLanguage(null);
          await queryClient.invalidateQueries({ queryKey: api.templates.key() });
        }}
      >
        {t("deleteLanguageText")}
      </Confirm>
      {dialog === "rename" && template && (
        <RenameTemplate template={template} close={() => setDialog(undefined)} duplicate={() => setDialog("duplicate")} />
      )}
      {dialog === "duplicate" && template && <DuplicateTemplate template={template} close={() => setDialog(undefined)} />}
    </Page>
  );
}

/** What may be written again: without name, category and language, which belong to the template. */
function textOf({ name: _name, category: _category, language: _language, ...text }: TemplateDefinition): TemplateText {
  return text;
}

function Editor({ template, version, writable }: { template: Template; version: Template["versions"][number]; writable: boolean }) {
  const { t } = useTranslation(["templates", "common"]);
  const queryClient = useQueryClient();
  const [text, setText] = useState<TemplateText>(() => textOf(version.definition));
  const [dirty, setDirty] = useState(false);
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
  const save = useMutation(
    api.templates.saveVersion.mutationOptions({ onSuccess: () => (setDirty(false), toastDone(t("saved")), refresh()) }),
  );
  const submit = useMutation({
    mutationFn: async () => {
      if (dirty) await client.templates.saveVersion({ id: template.id, language: version.language, definition: text });
      return client.templates.submit({ id: template.id, languages: [version.language] });
    },
    onSuccess: () => {
      setDirty(false);
      toastDone(t("submitted"));
      return refresh();
    },
  });
  const variables = allVariables(text);
  const change = (next: TemplateText) => {
    setText(next);
    setDirty(true);
  };
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
            <Button
              variant="default"
              loading={save.isPending}
              disabled={!dirty}
              onClick={() => save.mutate({ id: template.id, language: version.language, definition: text })}
            >
              {t("saveDraft")}
            </Button>
            <Button
              loading={submit.isPending}
              disabled={problems.length > 0 || (version.status !== "draft" && version.status !== "rejected" && !dirty)}
              onClick={() => submit.mutate()}
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
