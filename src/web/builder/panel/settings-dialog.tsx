/** What belongs to the whole automation: its description and what happens when somebody starts it again. */
import { Modal, Select, Stack, Switch, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { REENTRY_MODES } from "../../../automation/definition.ts";
import { useBuilderContext } from "../builder-context.ts";
import { setDetails } from "../document/commands.ts";
import type { Draft } from "../document/draft.ts";
import { useDraft, useStore } from "../store.ts";

export function SettingsDialog({ opened, close }: { opened: boolean; close(): void }) {
  const { t } = useTranslation("builder");
  const store = useStore();
  const draft = useDraft();
  const { readOnly } = useBuilderContext();
  const setting = (change: NonNullable<Draft["settings"]>) =>
    store.change((current) => setDetails(current, { settings: clean({ ...current.settings, ...change }) }));
  return (
    <Modal opened={opened} onClose={close} title={t("settings.title")} size={480}>
      <Stack gap="md">
        <Textarea
          label={t("settings.description")}
          autosize
          minRows={2}
          maxLength={4000}
          disabled={readOnly}
          value={draft.description ?? ""}
          onChange={(event) => {
            const description = event.currentTarget.value;
            store.change((current) => setDetails(current, { description }), { mergeKey: "description" });
          }}
        />
        <Select
          label={t("settings.reentry")}
          description={t(`settings.reentryHint.${draft.settings?.reentry ?? "default"}`)}
          disabled={readOnly}
          allowDeselect={false}
          data={[
            { value: "", label: t("settings.reentryChoice.default") },
            ...REENTRY_MODES.map((mode) => ({ value: mode, label: t(`settings.reentryChoice.${mode}`) })),
          ]}
          value={draft.settings?.reentry ?? ""}
          onChange={(value) => setting({ reentry: value ? value : undefined })}
        />
        <Switch
          label={t("settings.stopOnReplyToHuman")}
          description={t("settings.stopOnReplyToHumanHint")}
          disabled={readOnly}
          checked={draft.settings?.stopOnReplyToHuman ?? true}
          onChange={(event) => setting({ stopOnReplyToHuman: event.currentTarget.checked ? undefined : false })}
        />
      </Stack>
    </Modal>
  );
}

function clean(settings: NonNullable<Draft["settings"]>): NonNullable<Draft["settings"]> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
