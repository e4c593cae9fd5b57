/** Buttons or rows: titles within WhatsApp's length, ordered by hand; each is an exit of the step. */
import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { characterCount, WHATSAPP_LIMITS } from "../../../domain/whatsapp-limits.ts";
import { exitId, type Option } from "./kinds.ts";

export interface OptionListProps {
  options: Option[];
  max: number;
  titleLimit: number;
  /** Rows have a second line. */
  descriptions?: boolean;
  addLabel: string;
  /** Of the problem at `<index>.title`. */
  errorOf(index: number, key: string): string | undefined;
  onChange(options: Option[], mergeKey?: string): void;
}

export function OptionList({ options, max, titleLimit, descriptions = false, addLabel, errorOf, onChange }: OptionListProps) {
  const { t } = useTranslation("builder");
  const set = (index: number, change: Partial<Option>, mergeKey: string) =>
    onChange(
      options.map((option, at) => (at === index ? clean({ ...option, ...change } as Option) : option)),
      mergeKey,
    );
  const swap = (from: number, to: number) => {
    const next = [...options];
    [next[from], next[to]] = [next[to] as Option, next[from] as Option];
    onChange(next);
  };
  return (
    <Stack gap={6}>
      {options.map((option, index) => {
        const { title } = option;
        return (
          <Group key={option.id} gap={2} align="flex-start" wrap="nowrap">
            <Stack gap={4} style={{ flex: 1 }}>
              <TextInput
                aria-label={t("message.optionTitle", { number: index + 1 })}
                placeholder={t("message.optionTitle", { number: index + 1 })}
                value={title}
                error={errorOf(index, "title")}
                rightSection={<Counter length={characterCount(title)} limit={titleLimit} />}
                rightSectionWidth={52}
                onChange={(event) => set(index, { title: event.currentTarget.value }, `${option.id} title`)}
              />
              {descriptions && (
                <TextInput
                  size="xs"
                  aria-label={t("message.optionDescription", { number: index + 1 })}
                  placeholder={t("message.optionDescription", { number: index + 1 })}
                  value={typeof option["description"] === "string" ? option["description"] : ""}
                  error={errorOf(index, "description")}
                  rightSection={
                    <Counter length={characterCount(String(option["description"] ?? ""))} limit={WHATSAPP_LIMITS.rowDescription} />
                  }
                  rightSectionWidth={52}
                  onChange={(event) => set(index, { description: event.currentTarget.value }, `${option.id} description`)}
                />
              )}
            </Stack>
            <ActionIcon size={28} mt={4} aria-label={t("form.moveUp")} disabled={index === 0} onClick={() => swap(index, index - 1)}>
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              size={28}
              mt={4}
              aria-label={t("form.moveDown")}
              disabled={index === options.length - 1}
              onClick={() => swap(index, index + 1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
            <ActionIcon
              size={28}
              mt={4}
              aria-label={t("form.remove", { name: title })}
              disabled={options.length === 1}
              onClick={() => onChange(options.filter((_, at) => at !== index))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        );
      })}
      {options.length < max && (
        <div>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...options, { id: exitId(), title: "" }])}
          >
            {addLabel}
          </Button>
        </div>
      )}
    </Stack>
  );
}

/** An empty second line is none. */
function clean(option: Option): Option {
  if (option["description"] !== "") return option;
  const { description: _, ...rest } = option;
  return rest;
}

export function Counter({ length, limit }: { length: number; limit: number }) {
  return (
    <Text size="xs" c={length > limit ? "var(--parola-danger)" : "dimmed"} style={{ fontVariantNumeric: "tabular-nums" }}>
      {length}/{limit}
    </Text>
  );
}
