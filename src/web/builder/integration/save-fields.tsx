/** Which parts of an answer are kept, and where: path in the answer → field, attribute or variable of the run. */
import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { lastNameIn } from "../../../domain/json-path.ts";
import { TargetPicker } from "../form/pickers.tsx";

interface SaveFieldsProps {
  value: Json | undefined;
  onChange: (save: JsonObject | undefined) => void;
}

function entriesOf(value: Json | undefined): [string, string][] {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.entries(value).map(([path, target]) => [path, String(target)])
    : [];
}

/** A variable named like the last key on the way, without accents: `data.owner-id` → `vars.owner_id`. */
function variableFor(path: string, taken: string[]): string {
  const letters = (lastNameIn(path) ?? "").normalize("NFD").replace(/\p{M}/gu, "").replace(/\W+/g, "_");
  const name = (letters.replace(/^[^A-Za-z]+/, "").replace(/_+$/, "") || "value").slice(0, 60);
  // Another value of that name is kept already: `data.id` and `owner.id` are two.
  for (let count = 1; ; count++) {
    const target = `vars.${count === 1 ? name : `${name}_${count}`}`;
    if (!taken.includes(target)) return target;
  }
}

export function withPicked(value: Json | undefined, path: string): JsonObject {
  const kept = Object.fromEntries(entriesOf(value));
  return Object.hasOwn(kept, path) ? kept : { ...kept, [path]: variableFor(path, Object.values(kept)) };
}

export function SaveFields({ value, onChange }: SaveFieldsProps) {
  const { t } = useTranslation("builder");
  const entries = entriesOf(value);
  const put = (next: [string, string][]) => onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  const replace = (index: number, entry: [string, string]) => put(entries.map((one, at) => (at === index ? entry : one)));
  return (
    <Input.Wrapper label={t("keep.fields")} description={t("keep.hint")} labelElement="div">
      <Stack gap="xs" mt={6}>
        {entries.map(([path, target], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path changes while it is typed.
          <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              flex={1}
              size="sm"
              label={index === 0 ? t("keep.path") : undefined}
              aria-label={t("keep.path")}
              styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
              defaultValue={path}
              key={path}
              onBlur={(event) => {
                const next = event.currentTarget.value.trim();
                if (next !== path && next !== "") replace(index, [next, target]);
              }}
            />
            <div style={{ flex: 1, minWidth: 0 }}>
              <TargetPicker
                label={index === 0 ? t("keep.target") : ""}
                {...(index > 0 && { name: t("keep.target") })}
                value={target}
                onChange={(next) => replace(index, [path, next ?? ""])}
              />
            </div>
            <ActionIcon
              size={36}
              aria-label={t("form.remove", { name: path })}
              onClick={() => put(entries.filter((_, at) => at !== index))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        ))}
        <div>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => put([...entries, [`value${entries.length === 0 ? "" : entries.length + 1}`, "vars.value"]])}
          >
            {t("keep.add")}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}
