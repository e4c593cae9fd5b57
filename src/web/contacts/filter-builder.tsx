/** Builds a filter: rules that must all hold or any of them, with groups inside groups. */
import { Button, Group, SegmentedControl, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Filter, FilterRule } from "../../contract/filter.ts";
import { api } from "../api.ts";
import { filterFields } from "./filter-fields.ts";
import { FilterRuleRow } from "./filter-rule-row.tsx";

type FilterGroup = { all: Filter[] } | { any: Filter[] };
const NEW_RULE: FilterRule = { field: "contact.tags", op: "has_any", value: [] };
const MAX_DEPTH = 3;

interface FilterBuilderProps {
  value: Filter;
  onChange: (filter: Filter) => void;
  depth?: number;
}

export function FilterBuilder({ value, onChange, depth = 0 }: FilterBuilderProps) {
  const { t } = useTranslation("contacts");
  const custom = useQuery(api.fields.list.queryOptions());
  const fields = filterFields(custom.data?.items ?? []);
  const group: FilterGroup = "all" in value || "any" in value ? value : { all: [value] };
  const combine = "all" in group ? "all" : "any";
  const parts = "all" in group ? group.all : group.any;
  const put = (next: Filter[], how = combine) => onChange(how === "all" ? { all: next } : { any: next });
  return (
    <Stack
      gap="xs"
      role="group"
      aria-label={t(`filter.${combine}`)}
      style={
        depth > 0
          ? { padding: 8, border: "1px solid var(--parola-border)", borderRadius: 8, background: "var(--parola-surface)" }
          : undefined
      }
    >
      {(parts.length > 1 || depth > 0) && (
        <SegmentedControl
          size="xs"
          w="fit-content"
          value={combine}
          aria-label={t("filter.combine")}
          onChange={(how) => put(parts, how)}
          data={[
            { value: "all", label: t("filter.all") },
            { value: "any", label: t("filter.any") },
          ]}
        />
      )}
      {parts.map((part, index) => {
        const replace = (next: Filter) => put(parts.map((other, at) => (at === index ? next : other)));
        const remove = () => put(parts.filter((_, at) => at !== index));
        return "field" in part ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules are their position.
          <FilterRuleRow key={index} rule={part} fields={fields} onChange={replace} remove={remove} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups are their position.
          <FilterBuilder
            key={index}
            value={part}
            onChange={(next) =>
              ("all" in next && next.all.length === 0) || ("any" in next && next.any.length === 0) ? remove() : replace(next)
            }
            depth={depth + 1}
          />
        );
      })}
      <Group gap="xs">
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => put([...parts, NEW_RULE])}>
          {t("filter.add")}
        </Button>
        {depth < MAX_DEPTH && parts.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} />}
            onClick={() => put([...parts, combine === "all" ? { any: [NEW_RULE] } : { all: [NEW_RULE] }])}
          >
            {t("filter.addGroup")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
