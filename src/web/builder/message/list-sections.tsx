/** The sections and rows of a list message: at most ten rows in all. */
import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import { characterCount, WHATSAPP_LIMITS as LIMITS } from "../../../domain/whatsapp-limits.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import classes from "../form/form.module.css";
import type { FormProps } from "../node-form.ts";
import { exitId, type Option } from "./kinds.ts";
import { Counter, OptionList } from "./option-list.tsx";

interface Section extends JsonObject {
  rows: Option[];
}

export function ListSections({ config, onChange, problems }: Pick<FormProps, "config" | "onChange" | "problems">) {
  const { t } = useTranslation("builder");
  const sections = Array.isArray(config["sections"]) ? (config["sections"] as Section[]) : [];
  const put = (next: Section[], mergeKey?: string) => onChange(withKey(config, "sections", next), mergeKey);
  const set = (index: number, section: Section, mergeKey?: string) =>
    put(
      sections.map((other, at) => (at === index ? section : other)),
      mergeKey,
    );
  const rows = sections.reduce((count, section) => count + (section.rows?.length ?? 0), 0);
  const button = String(config["button"] ?? "");
  return (
    <Stack gap="xs">
      <TextInput
        label={t("message.listButton")}
        description={t("message.listButtonHint")}
        required
        value={button}
        error={problemAt(problems, "button")}
        rightSection={<Counter length={characterCount(button)} limit={LIMITS.listButton} />}
        rightSectionWidth={52}
        onChange={(event) => onChange(withKey(config, "button", event.currentTarget.value), "button")}
      />
      <Text size="sm" fw={600}>
        {t("message.rows", { count: rows, max: LIMITS.listRows })}
      </Text>
      {problemAt(problems, "sections") && (
        <Text size="xs" c="var(--parola-danger)">
          {problemAt(problems, "sections")}
        </Text>
      )}
      {sections.map((section, index) => (
        <div key={index} className={sections.length > 1 ? classes["card"] : ""}>
          {sections.length > 1 && (
            <Group gap={4} mb={6} wrap="nowrap">
              <TextInput
                style={{ flex: 1 }}
                aria-label={t("message.sectionTitle", { number: index + 1 })}
                placeholder={t("message.sectionTitle", { number: index + 1 })}
                value={typeof section["title"] === "string" ? section["title"] : ""}
                maxLength={LIMITS.sectionTitle}
                onChange={(event) =>
                  set(index, withKey(section, "title", event.currentTarget.value || undefined) as Section, `section ${index}`)
                }
              />
              <ActionIcon
                size={28}
                aria-label={t("message.removeSection", { number: index + 1 })}
                onClick={() => put(sections.filter((_, at) => at !== index))}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </Group>
          )}
          <OptionList
            options={section.rows ?? []}
            max={(section.rows?.length ?? 0) + LIMITS.listRows - rows}
            titleLimit={LIMITS.rowTitle}
            descriptions
            addLabel={t("message.addRow")}
            errorOf={(row, key) => problemAt(problems, `sections.${index}.rows.${row}.${key}`)}
            onChange={(next, mergeKey) => set(index, { ...section, rows: next }, mergeKey)}
          />
        </div>
      ))}
      {rows < LIMITS.listRows && (
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} />}
            onClick={() => put([...sections, { rows: [{ id: exitId(), title: "" }] }])}
          >
            {t("message.addSection")}
          </Button>
        </div>
      )}
    </Stack>
  );
}
