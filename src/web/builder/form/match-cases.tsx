/** Phrases and how a text is compared with them: of a start step, and of the cases of a reply. */
import { Select, Stack, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import { PHRASE_MATCHES } from "../../../domain/phrase.ts";

export interface PhraseFieldsProps {
  value: JsonObject;
  onChange(value: JsonObject): void;
  error?: string | undefined;
  size?: "sm" | "xs";
}

export function PhraseFields({ value, onChange, error, size = "sm" }: PhraseFieldsProps) {
  const { t } = useTranslation("builder");
  const match = typeof value["match"] === "string" ? value["match"] : "exact";
  const phrases = Array.isArray(value["phrases"]) ? value["phrases"].map(String) : [];
  return (
    <Stack gap="xs">
      <Select
        size={size}
        label={t("phrases.match")}
        description={t(`phrases.hint.${match}`)}
        allowDeselect={false}
        data={PHRASE_MATCHES.map((name) => ({ value: name, label: t(`choice.${name}`) }))}
        value={match}
        onChange={(next) => onChange(next === "any" ? { ...value, match: next, phrases: [] } : { ...value, match: next ?? "exact" })}
      />
      {match !== "any" && (
        <TagsInput
          size={size}
          label={t("phrases.phrases")}
          placeholder={t("phrases.placeholder")}
          splitChars={["\n", ";"]}
          acceptValueOnBlur
          clearable={false}
          error={error}
          value={phrases}
          onChange={(next) => onChange({ ...value, phrases: next })}
        />
      )}
    </Stack>
  );
}
