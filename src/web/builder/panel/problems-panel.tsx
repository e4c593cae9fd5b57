/** All problems of the automation; pressing one opens its step. */
import { ActionIcon, Indicator, Popover, ScrollArea, Stack, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import { useBuilderContext } from "../builder-context.ts";
import { useCamera } from "../canvas/camera.ts";
import { findNode } from "../document/draft.ts";
import { type Observable, useObservable } from "../observable.ts";
import { useDraft, useStore } from "../store.ts";
import { ProblemNote } from "./node-problems.tsx";

export function ProblemsButton({ all }: { all: Observable<readonly Problem[]> }) {
  const { t } = useTranslation("builder");
  const problems = useObservable(all);
  const [opened, setOpened] = useState(false);
  const serious = problems.filter((problem) => problem.severity !== "warning").length;
  const label = problems.length === 0 ? t("problems.none") : t("problems.count", { count: problems.length });
  return (
    <Popover opened={opened} onChange={setOpened} width={380} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Tooltip label={label}>
          <Indicator
            disabled={problems.length === 0}
            label={problems.length}
            size={16}
            color={serious > 0 ? "red" : "yellow.8"}
            inline
            offset={4}
          >
            <ActionIcon
              size={36}
              aria-label={label}
              aria-expanded={opened}
              onClick={() => setOpened((open) => !open)}
              c={problems.length === 0 ? "var(--parola-success)" : serious > 0 ? "var(--parola-danger)" : "var(--parola-warning)"}
            >
              {problems.length === 0 ? <IconCircleCheck size={20} /> : <IconAlertTriangle size={20} />}
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Text fw={600} size="sm" p="sm" pb={4}>
          {label}
        </Text>
        <ScrollArea.Autosize mah={420} type="auto">
          <Stack gap="xs" p="sm" pt={4}>
            {problems.length === 0 && (
              <Text size="sm" c="dimmed">
                {t("problems.noneHint")}
              </Text>
            )}
            {problems.map((problem, index) => (
              <ProblemEntry key={`${problem.path} ${problem.code} ${index}`} problem={problem} close={() => setOpened(false)} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function ProblemEntry({ problem, close }: { problem: Problem; close(): void }) {
  const { describe } = useBuilderContext();
  const draft = useDraft();
  const store = useStore();
  const camera = useCamera();
  const node = problem.nodeId === undefined ? undefined : findNode(draft, problem.nodeId);
  return (
    <div>
      {node && (
        <UnstyledButton
          onClick={() => {
            close();
            store.select([node.id], node.id);
            camera.showNode(node.id);
          }}
        >
          <Text size="xs" fw={600} td="underline">
            {describe(node).title}
          </Text>
        </UnstyledButton>
      )}
      <ProblemNote problem={problem} nodeId={problem.nodeId} />
    </div>
  );
}
