/** What is wrong with the open step, each with a way out. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import type { Problem } from "../../../automation/problems.ts";
import { useProblemText } from "../../ui/problem-text.ts";
import { findNode, type StepDraft, type TriggerDraft } from "../document/draft.ts";
import { useFieldLabel } from "../form/field-label.ts";
import { useStore } from "../store.ts";
import { useFixes } from "./fixes.ts";

export function NodeProblems({ node, problems }: { node: TriggerDraft | StepDraft; problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <Stack gap="xs" role="list">
      {problems.map((problem, index) => (
        <ProblemNote key={`${problem.code} ${problem.path} ${index}`} problem={problem} nodeId={node.id} />
      ))}
    </Stack>
  );
}

export function ProblemNote({ problem: found, nodeId }: { problem: Problem; nodeId: string | undefined }) {
  const problem = useProblemText()(found);
  const serious = problem.severity !== "warning";
  const fixes = useFixes(problem, nodeId);
  const field = useFieldOf(problem, nodeId);
  const Icon = serious ? IconAlertCircle : IconAlertTriangle;
  return (
    <Alert
      role="listitem"
      p="xs"
      variant="light"
      styles={{
        root: { backgroundColor: serious ? "var(--parola-danger-soft)" : "var(--parola-warning-soft)" },
        icon: { color: serious ? "var(--parola-danger)" : "var(--parola-warning)", marginInlineEnd: 8 },
      }}
      icon={<Icon size={18} />}
    >
      <Text size="sm">
        {field !== undefined && (
          <Text span fw={600}>
            {field}:{" "}
          </Text>
        )}
        {problem.message}
      </Text>
      {problem.fix && (
        <Text size="xs" c="dimmed">
          {problem.fix}
        </Text>
      )}
      {fixes.length > 0 && (
        <Group gap="xs" mt={6}>
          {fixes.map((fix) => (
            <Button key={fix.label} size="compact-xs" variant="default" onClick={fix.run}>
              {fix.label}
            </Button>
          ))}
        </Group>
      )}
    </Alert>
  );
}

/** What it is about, as the form calls it; many sentences are the same for every field. */
function useFieldOf({ path }: Problem, nodeId: string | undefined): string | undefined {
  const store = useStore();
  const label = useFieldLabel();
  const [, inConfig] = path.split(".config.");
  const node = nodeId === undefined ? undefined : findNode(store.get().history.present.draft, nodeId);
  return node && inConfig !== undefined ? label(node.type, inConfig) : undefined;
}
