/** Conditions: lines of field, operator and value, in groups of all, any or not, nested freely. */
import { ActionIcon, Button, Group, Select, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Condition, ConditionLeaf } from "../../../automation/condition-schema.ts";
import { ConditionLine } from "./condition-line.tsx";
import classes from "./form.module.css";

export interface ConditionEditorProps {
  value: Condition | undefined;
  onChange(value: Condition): void;
  depth?: number;
}

type Kind = "all" | "any" | "not";

/** Deep nesting is allowed by the format, but a screen is only so wide. */
const MAX_DEPTH = 5;
export const NEW_LINE: ConditionLeaf = { field: "contact.tags", op: "has_any", value: [] };

function kindOf(condition: Condition): Kind | null {
  return "all" in condition ? "all" : "any" in condition ? "any" : "not" in condition ? "not" : null;
}

function partsOf(condition: Condition): Condition[] {
  if ("all" in condition) return condition.all;
  if ("any" in condition) return condition.any;
  if ("not" in condition) {
    // "none of these" is written as not(any).
    return "any" in condition.not ? condition.not.any : [condition.not];
  }
  return [condition];
}

function make(kind: Kind, parts: Condition[]): Condition {
  if (kind === "not") return { not: parts.length === 1 && parts[0] ? parts[0] : { any: parts } };
  return kind === "all" ? { all: parts } : { any: parts };
}

export function ConditionEditor({ value, onChange, depth = 0 }: ConditionEditorProps) {
  const { t } = useTranslation("builder");
  const condition = value ?? NEW_LINE;
  const kind = kindOf(condition) ?? "all";
  const parts = partsOf(condition);
  // A single line needs no group around it.
  const put = (next: Condition[], nextKind: Kind = kind) => {
    const [only] = next;
    onChange(next.length === 1 && only && nextKind !== "not" && depth === 0 ? only : make(nextKind, next.length === 0 ? [NEW_LINE] : next));
  };
  const grouped = parts.length > 1 || kind === "not" || depth > 0;
  return (
    <Stack gap="xs" className={grouped ? (classes["group"] ?? "") : ""} data-kind={kind} role="group" aria-label={t(`condition.${kind}`)}>
      {grouped && (
        <Group gap="xs">
          <Select
            size="xs"
            w={210}
            allowDeselect={false}
            aria-label={t("condition.combine")}
            data={(["all", "any", "not"] as const).map((name) => ({ value: name, label: t(`condition.${name}`) }))}
            value={kind}
            onChange={(next) => put(parts, next as Kind)}
          />
        </Group>
      )}
      {parts.map((part, index) => {
        const replace = (next: Condition) => put(parts.map((other, at) => (at === index ? next : other)));
        const remove = () => put(parts.filter((_, at) => at !== index));
        return (
          <Group key={index} gap={4} wrap="nowrap" align="flex-start">
            <div style={{ flex: 1, minWidth: 0 }}>
              {kindOf(part) === null ? (
                <ConditionLine value={part as ConditionLeaf} onChange={replace} />
              ) : (
                <ConditionEditor value={part} onChange={replace} depth={depth + 1} />
              )}
            </div>
            {(parts.length > 1 || depth > 0) && (
              <ActionIcon size={28} mt={2} aria-label={t("condition.remove")} onClick={remove} disabled={parts.length === 1}>
                <IconTrash size={14} />
              </ActionIcon>
            )}
          </Group>
        );
      })}
      <Group gap="xs">
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} onClick={() => put([...parts, NEW_LINE])}>
          {t("condition.add")}
        </Button>
        {depth < MAX_DEPTH && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={12} />}
            onClick={() => put([...parts, { any: [NEW_LINE, NEW_LINE] }])}
          >
            {t("condition.addGroup")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
