/** Writes and submits a template where one needs it, without leaving the page. */
import { Modal, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { Confirm } from "../shell/confirm.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { LanguageTabs } from "./language-tabs.tsx";
import { TemplateEditor } from "./template-editor.tsx";

export function TemplateDialog({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation("templates");
  const { data: template, error, refetch } = useQuery(api.templates.get.queryOptions({ input: { id } }));
  const failure = blockingError({ error, data: template });
  const [language, setLanguage] = useState<string | null>(null);
  const [dirty, setDirty] = useState(false);
  const [leaving, setLeaving] = useState<(() => void) | null>(null);
  // What is not saved is not lost by a click beside the window.
  const leave = (go: () => void) => (dirty ? setLeaving(() => go) : go());
  const version = template?.versions.find((one) => one.language === language) ?? template?.versions[0];
  return (
    <>
      <Modal opened onClose={() => leave(close)} size={1080} title={template?.name ?? t("title")}>
        {failure ? (
          <ErrorState error={failure} retry={() => void refetch()} />
        ) : !template || !version ? (
          <Skeleton height={320} />
        ) : (
          <Stack gap="md">
            <LanguageTabs versions={template.versions} value={version.language} onChange={(next) => leave(() => setLanguage(next))} />
            <TemplateEditor key={version.id} template={template} version={version} writable onDirty={setDirty} />
          </Stack>
        )}
      </Modal>
      <Confirm
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t("leaveTitle")}
        action={t("leaveAction")}
        run={async () => {
          setDirty(false);
          leaving?.();
        }}
      >
        {t("leaveText")}
      </Confirm>
    </>
  );
}
