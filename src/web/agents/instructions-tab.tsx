import { MultiSelect, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { languageName } from "../shell/language-name.ts";
import type { DraftProps } from "./agent-page.tsx";
import classes from "./agents.module.css";
import { useModelConnections } from "./use-connections.ts";

/** Those that are offered; whatever the API was given stays. */
const LANGUAGES = ["it", "en", "es", "fr", "de", "pt", "nl", "ro", "pl", "uk", "sq", "ar", "zh"];

export function InstructionsTab({ draft, change, set, readOnly }: DraftProps) {
  const { t } = useTranslation("agents");
  const connections = useModelConnections();
  const { settings } = draft;
  const connection = connections.data?.find(({ id }) => id === settings.connectionId);
  return (
    <Stack className={classes.narrow ?? ""}>
      <TextInput
        label={t("name")}
        readOnly={readOnly}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Switch
        label={t("isDefault")}
        description={t("isDefaultHint")}
        disabled={readOnly}
        checked={draft.isDefault}
        onChange={(event) => change({ isDefault: event.currentTarget.checked })}
      />
      <Select
        label={t("connection")}
        readOnly={readOnly}
        data={(connections.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={settings.connectionId}
        onChange={(connectionId) => set({ connectionId })}
        clearable
      />
      <TextInput
        label={t("model")}
        readOnly={readOnly}
        placeholder={String(connection?.settings["model"] ?? "")}
        description={t("modelHint")}
        value={settings.model ?? ""}
        onChange={(event) => set({ model: event.currentTarget.value || null })}
      />
      <Textarea
        label={t("instructions")}
        description={t("instructionsHint")}
        placeholder={t("instructionsExample")}
        readOnly={readOnly}
        autosize
        minRows={8}
        maxRows={24}
        maxLength={20_000}
        value={settings.instructions}
        onChange={(event) => set({ instructions: event.currentTarget.value })}
      />
      <MultiSelect
        label={t("languages")}
        description={t("languagesHint")}
        readOnly={readOnly}
        searchable
        clearable
        data={[...new Set([...LANGUAGES, ...settings.languages])].map((code) => ({ value: code, label: languageName(code) }))}
        value={settings.languages}
        onChange={(languages) => set({ languages })}
      />
      <Textarea
        label={t("disclosure")}
        description={t("disclosureHint")}
        placeholder={t("disclosureExample")}
        readOnly={readOnly}
        autosize
        maxLength={500}
        value={settings.disclosure}
        onChange={(event) => set({ disclosure: event.currentTarget.value })}
      />
      <Textarea
        label={t("handOverText")}
        description={t("handOverTextHint")}
        placeholder={t("handOverTextExample")}
        readOnly={readOnly}
        autosize
        maxLength={1000}
        value={settings.handOverText}
        onChange={(event) => set({ handOverText: event.currentTarget.value })}
      />
    </Stack>
  );
}
