/**
 * Languages chosen by name, in the reader's language; the language's own name and its code find it too. What is stored stays
 * choosable in whatever spelling it came, so that opening a form never changes it.
 */
import {
  type ComboboxItem,
  Group,
  MultiSelect,
  type MultiSelectProps,
  type OptionsFilter,
  Select,
  type SelectProps,
  Text,
} from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type LanguageOption, languageOptions, storedLanguage } from "./languages.ts";

type Shared<Props> = Omit<Props, "data" | "filter" | "renderOption" | "searchable" | "limit" | "value" | "onChange">;

interface LanguageSelectProps extends Shared<SelectProps> {
  value: string | null;
  onChange: (value: string | null) => void;
}

/** Drawn at once when the list opens; whoever seeks another one types. */
const SHOWN = 80;

export function LanguageSelect({ value, onChange, ...rest }: LanguageSelectProps) {
  const { t, i18n } = useTranslation("common");
  const chosen = value === null || value === "" ? null : storedLanguage(value);
  return (
    <Select
      clearable
      nothingFoundMessage={t("nothingFound")}
      {...rest}
      {...shared}
      searchable
      data={languageOptions(i18n.language, chosen === null ? [] : [chosen])}
      value={chosen}
      onChange={onChange}
    />
  );
}

interface LanguagesSelectProps extends Shared<MultiSelectProps> {
  value: readonly string[];
  onChange: (value: string[]) => void;
}

export function LanguagesSelect({ value, onChange, ...rest }: LanguagesSelectProps) {
  const { t, i18n } = useTranslation("common");
  const chosen = [...new Set(value.map(storedLanguage))];
  return (
    <MultiSelect
      clearable
      nothingFoundMessage={t("nothingFound")}
      {...rest}
      {...shared}
      searchable
      data={languageOptions(i18n.language, chosen)}
      value={chosen}
      onChange={onChange}
    />
  );
}

/** Those that begin with what was typed come first: "it" is Italian before it is Lithuanian. */
const filter: OptionsFilter = ({ options, search, limit }) => {
  const sought = fold(search);
  const languages = options as LanguageOption[];
  if (sought === "") return languages.slice(0, limit);
  const names = (option: LanguageOption) => [option.label, option.ownName, option.value].map(fold);
  const begins = languages.filter((option) => names(option).some((name) => name.startsWith(sought)));
  const contains = languages.filter((option) => !begins.includes(option) && names(option).some((name) => name.includes(sought)));
  return [...begins, ...contains].slice(0, limit);
};

const shared = {
  limit: SHOWN,
  filter,
  renderOption: ({ option }: { option: ComboboxItem }) => (
    <Group gap="xs" justify="space-between" wrap="nowrap" w="100%">
      <span>{option.label}</span>
      <Text size="xs" c="dimmed" span lang={option.value.replaceAll("_", "-")}>
        {(option as LanguageOption).ownName}
      </Text>
    </Group>
  ),
};

/** "français" is found by "francais". */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
