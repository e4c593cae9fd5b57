/** Picks one or several names of workspace objects; a name that does not exist yet can be made on the spot. */
import { Combobox, Group, Loader, Pill, PillsInput, Text, useCombobox } from "@mantine/core";
import { IconCheck, IconChevronDown, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { normalizePhrase } from "../../../domain/phrase.ts";
import { errorText } from "../../ui/error-text.ts";
import type { ObjectOption } from "../objects.ts";
import classes from "./form.module.css";

export interface ObjectPickerProps {
  label: ReactNode;
  /** What it is called where no label is seen. */
  name?: string;
  description?: ReactNode;
  error?: ReactNode;
  placeholder?: string;
  options: readonly ObjectOption[];
  value: readonly string[];
  onChange(value: string[]): void;
  multiple?: boolean;
  required?: boolean;
  /** Makes an object of this name and gives what the document writes; null when that was called off. */
  create?: ((name: string) => Promise<string | null>) | undefined;
  /** Any text may stand there (`vars.x`), it is no mistake. */
  free?: boolean;
}

export function ObjectPicker({
  label,
  name,
  description,
  error,
  placeholder,
  options,
  value,
  onChange,
  multiple = false,
  required,
  create,
  free = false,
}: ObjectPickerProps) {
  const { t } = useTranslation(["builder", "common"]);
  const [query, setQuery] = useState("");
  const [creating, setCreating] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const combobox = useCombobox({
    onDropdownClose: () => combobox.resetSelectedOption(),
    onDropdownOpen: () => combobox.updateSelectedOptionIndex("active"),
  });
  const byValue = new Map(options.map((option) => [option.value, option]));
  const wanted = normalizePhrase(query);
  const found = options
    .filter((option) => wanted === "" || normalizePhrase(`${option.label} ${option.value} ${option.hint ?? ""}`).includes(wanted))
    .slice(0, 100);
  const exists = options.some((option) => normalizePhrase(option.label) === wanted || normalizePhrase(option.value) === wanted);
  const offersNew = wanted !== "" && !exists && (create !== undefined || free);

  const choose = (next: string) => {
    setQuery("");
    if (multiple) onChange(value.includes(next) ? value.filter((item) => item !== next) : [...value, next]);
    else {
      onChange([next]);
      combobox.closeDropdown();
    }
  };
  const submit = async (chosen: string) => {
    setFailure(null);
    if (chosen !== "$create") return choose(chosen);
    const wantedName = query.trim();
    if (!create) return choose(wantedName);
    setCreating(true);
    try {
      const made = await create(wantedName);
      if (made !== null) choose(made);
    } catch (cause) {
      setFailure(errorText(cause, t("common:error.unknown")));
    } finally {
      setCreating(false);
    }
  };

  return (
    <Combobox store={combobox} onOptionSubmit={(chosen) => void submit(chosen)} withinPortal>
      <Combobox.DropdownTarget>
        <PillsInput
          label={label}
          description={description}
          error={failure ?? error}
          required={required ?? false}
          size="sm"
          pointer
          onClick={() => combobox.openDropdown()}
          rightSection={creating ? <Loader size={14} /> : <IconChevronDown size={14} />}
          rightSectionPointerEvents="none"
        >
          <Pill.Group>
            {value.map((item) => (
              <Pill
                key={item}
                withRemoveButton
                removeButtonProps={{ "aria-label": t("form.remove", { name: item }), "aria-hidden": false, tabIndex: 0 }}
                onRemove={() => onChange(value.filter((other) => other !== item))}
                className={byValue.has(item) || free || options.length === 0 ? "" : (classes["unknown"] ?? "")}
                title={byValue.get(item)?.hint ?? item}
              >
                {byValue.get(item)?.label ?? item}
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                {...(name !== undefined && { "aria-label": name })}
                value={query}
                placeholder={value.length === 0 ? (placeholder ?? t("form.choose")) : multiple ? t("form.addMore") : ""}
                onFocus={() => combobox.openDropdown()}
                onBlur={() => combobox.closeDropdown()}
                onChange={(event) => {
                  setQuery(event.currentTarget.value);
                  combobox.openDropdown();
                  combobox.updateSelectedOptionIndex();
                }}
                onKeyDown={(event) => {
                  if (event.key === "Backspace" && query === "" && value.length > 0) onChange(value.slice(0, -1));
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options mah={260} style={{ overflowY: "auto" }}>
          {found.map((option) => (
            <Combobox.Option key={option.value} value={option.value} active={value.includes(option.value)}>
              <Group gap="xs" wrap="nowrap" justify="space-between">
                <Text size="sm" truncate>
                  {option.label}
                </Text>
                <Group gap={4} wrap="nowrap">
                  {option.hint !== undefined && (
                    <Text size="xs" c="dimmed" truncate maw={140}>
                      {option.hint}
                    </Text>
                  )}
                  {value.includes(option.value) && <IconCheck size={14} />}
                </Group>
              </Group>
            </Combobox.Option>
          ))}
          {offersNew && (
            <Combobox.Option value="$create">
              <Group gap="xs" wrap="nowrap" c="var(--parola-accent-text)">
                <IconPlus size={14} />
                <Text size="sm">{create ? t("common:create", { name: query.trim() }) : t("form.use", { name: query.trim() })}</Text>
              </Group>
            </Combobox.Option>
          )}
          {found.length === 0 && !offersNew && (
            <Combobox.Empty>{create ? t("form.typeToCreate") : t("common:nothingFound")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
