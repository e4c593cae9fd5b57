/** One template: its languages, the editor, the preview, and what stands between it and approval. */
import { ActionIcon, Badge, Button, Group, Menu, Skeleton } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { Confirm } from "../shell/confirm.tsx";
import { Page } from "../shell/page.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { DuplicateTemplate } from "./duplicate-template.tsx";
import { LanguageTabs } from "./language-tabs.tsx";
import { RenameTemplate } from "./rename-template.tsx";
import { TemplateEditor, textOf } from "./template-editor.tsx";
import { TEMPLATE_LANGUAGES, templateLanguageName } from "./template-languages.ts";
import { TemplateUsage } from "./template-usage.tsx";

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
  const failure = blockingError({ error, data: template });
  if (failure) return <ErrorState error={failure} retry={() => void refetch()} />;
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
            <LanguageTabs versions={template.versions} value={version.language} onChange={setLanguage} />
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
          <TemplateEditor key={version.id} template={template} version={version} writable={writable} />
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
