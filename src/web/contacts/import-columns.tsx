/** Which column of the file is what; a column that is nothing yet becomes a field here. */
import { Select, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ContactImport } from "../../contract/imports.ts";
import { parseDate } from "../../domain/calendar.ts";
import { api, client } from "../api.ts";
import { codeOf } from "../settings/code-of.ts";
import { toastError } from "../shell/toast.ts";
import { useMay } from "../shell/use-me.ts";

const TARGETS = ["phone", "first_name", "last_name", "email", "language", "time_zone", "consent", "notes", "tag", "list"] as const;
/** Chosen instead of a target: the field is made first. */
const NEW_FIELD = "new field";

export type Mapping = Record<string, string | null>;
type Column = ContactImport["columns"][number];

export function ImportColumns({
  columns,
  mapping,
  onChange,
}: {
  columns: Column[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}) {
  const { t } = useTranslation("contacts");
  const may = useMay();
  const queryClient = useQueryClient();
  const fields = useQuery(api.fields.list.queryOptions());
  const create = useMutation({
    mutationFn: async (column: Column) => {
      const type = looksLikeDates(column.samples) ? ("date" as const) : ("text" as const);
      const field = await client.fields.create({ code: codeOf(column.name), label: column.name, type });
      await queryClient.invalidateQueries({ queryKey: api.fields.key() });
      return field.code;
    },
    onSuccess: (code, { name }) => onChange({ ...mapping, [name]: `fields.${code}` }),
    onError: toastError,
  });
  const known = fields.data?.items.map(({ code, label }) => ({ value: `fields.${code}`, label })) ?? [];
  const targetsOf = ({ name }: Column) => [
    { group: t("import.attributes"), items: TARGETS.map((target) => ({ value: target, label: t(`import.target.${target}`) })) },
    {
      group: t("import.fields"),
      items: [
        ...known,
        ...(may("objects:write") && codeOf(name) !== "" && !known.some(({ value }) => value === `fields.${codeOf(name)}`)
          ? [{ value: NEW_FIELD, label: t("import.newField", { name }) }]
          : []),
      ],
    },
  ];
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("import.column")}</Table.Th>
            <Table.Th>{t("import.samples")}</Table.Th>
            <Table.Th w={240}>{t("import.becomes")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <Table.Tr key={column.name}>
              <Table.Td fw={600}>{column.name}</Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed" lineClamp={1}>
                  {column.samples.filter(Boolean).join(" · ")}
                </Text>
              </Table.Td>
              <Table.Td>
                <Select
                  size="xs"
                  clearable
                  allowDeselect={false}
                  searchable
                  aria-label={t("import.becomesOf", { column: column.name })}
                  placeholder={t("import.leaveOut")}
                  data={targetsOf(column)}
                  value={mapping[column.name] ?? null}
                  disabled={create.isPending}
                  onChange={(target) => (target === NEW_FIELD ? create.mutate(column) : onChange({ ...mapping, [column.name]: target }))}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function looksLikeDates(samples: string[]): boolean {
  const filled = samples.filter(Boolean);
  return filled.length > 0 && filled.every((sample) => parseDate(sample) !== null);
}
