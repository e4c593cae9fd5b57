/** One saved test with how it ended last. */
import { ActionIcon, Badge, Code, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconFileText, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { client } from "../../api.ts";

export type Scenario = Awaited<ReturnType<typeof client.tests.scenarios>>["items"][number];

export interface SavedTestProps {
  scenario: Scenario;
  running: boolean;
  run(): void;
  edit(): void;
  remove(): void;
}

export function SavedTest({ scenario, running, run, edit, remove }: SavedTestProps) {
  const { t } = useTranslation(["builder", "common"]);
  const { name, lastResult, lastFailure } = scenario;
  const actions = [
    { label: t("test.run1", { name }), Icon: IconPlayerPlay, act: run },
    { label: t("test.edit", { name }), Icon: IconFileText, act: edit },
    { label: t("form.remove", { name }), Icon: IconTrash, act: remove },
  ];
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" style={{ flex: 1 }} truncate title={name}>
          {name}
        </Text>
        {lastResult && (
          <Badge size="sm" variant="light" tt="none" color={lastResult === "passed" ? "accent" : "red"}>
            {t(`test.${lastResult}`)}
          </Badge>
        )}
        <Group gap={2} wrap="nowrap">
          {actions.map(({ label, Icon, act }) => (
            <Tooltip key={label} label={label}>
              <ActionIcon size={28} aria-label={label} loading={running && act === run} onClick={act}>
                <Icon size={14} />
              </ActionIcon>
            </Tooltip>
          ))}
        </Group>
      </Group>
      {lastFailure && (
        <Stack gap={2}>
          <Text size="xs" c="var(--parola-danger)">
            {lastFailure.line !== null && `${t("test.line", { line: lastFailure.line })} · `}
            {t("test.expectedLabel")}
          </Text>
          <Code block>{lastFailure.expected.slice(0, 2000)}</Code>
          <Text size="xs" c="var(--parola-danger)">
            {t("test.foundLabel")}
          </Text>
          <Code block>{lastFailure.found.slice(0, 2000)}</Code>
        </Stack>
      )}
    </Stack>
  );
}
