/** Headers of a call: name and value, which may have variables. */
import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { problemAt } from "../form/config-value.ts";
import { TextEditor } from "../form/text-editor.tsx";

interface HeaderListProps {
  value: Json | undefined;
  problems: readonly Problem[];
  onChange: (headers: JsonObject | undefined) => void;
}

export function HeaderList({ value, problems, onChange }: HeaderListProps) {
  const { t } = useTranslation("builder");
  const entries = Object.entries((value ?? {}) as Record<string, string>);
  const put = (next: [string, string][]) => onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  return (
    <Input.Wrapper label={t("webhook.headers")} description={t("webhook.headersHint")} labelElement="div">
      <Stack gap="xs" mt={6}>
        {entries.map(([name, text], index) => (
          <Group key={name} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              w={140}
              size="sm"
              aria-label={t("webhook.headerName")}
              placeholder="X-Source"
              defaultValue={name}
              error={problemAt(problems, `headers.${name}`)}
              onBlur={(event) => put(entries.map((entry, at) => (at === index ? [event.currentTarget.value.trim(), entry[1]] : entry)))}
            />
            <div style={{ flex: 1, minWidth: 0 }}>
              <TextEditor
                label=""
                multiline={false}
                value={text}
                onChange={(next) => put(entries.map((entry, at) => (at === index ? [entry[0], next] : entry)))}
              />
            </div>
            <ActionIcon size={36} aria-label={t("form.remove", { name })} onClick={() => put(entries.filter((_, at) => at !== index))}>
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        ))}
        <div>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => put([...entries, [`X-Header-${entries.length + 1}`, ""]])}
          >
            {t("webhook.addHeader")}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}
