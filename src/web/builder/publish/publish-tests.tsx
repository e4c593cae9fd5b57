/** The saved tests, run on the draft when the publish dialog opens. */
import { Alert, Group, Loader, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "../../ui/error-text.ts";
import { useDraft } from "../store.ts";
import { useSavedTests } from "../test-mode/use-saved-tests.ts";

export interface PublishTests {
  /** They have not all ended yet. */
  running: boolean;
  /** How many fail on the draft. */
  failed: number;
  tests: ReturnType<typeof useSavedTests>;
}

/** @param ready whether the draft can be published at all: else every test would say the same */
export function usePublishTests(automationId: string, ready: boolean): PublishTests {
  const tests = useSavedTests(automationId, useDraft());
  const { saved, run } = tests;
  const begun = useRef(false);
  const wanted = ready && (saved.data?.items.length ?? 0) > 0;
  const { mutate } = run;
  useEffect(() => {
    if (!wanted || begun.current) return;
    begun.current = true;
    mutate(undefined);
  }, [wanted, mutate]);
  return { running: ready && (saved.isPending || (wanted && (run.isIdle || run.isPending))), failed: run.data?.failed ?? 0, tests };
}

export function PublishTestsNote({ running, failed, tests: { saved, run } }: PublishTests) {
  const { t } = useTranslation(["builder", "common"]);
  const count = saved.data?.items.length ?? 0;
  if (count === 0) return null;
  if (running) {
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" />
        <Text size="sm">{t("test.running", { count })}</Text>
      </Group>
    );
  }
  if (run.isError) {
    return (
      <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title={t("test.cannotRun")}>
        {errorText(run.error, t("common:error.unknown"))}
      </Alert>
    );
  }
  if (!run.data) return null;
  if (failed === 0) {
    return (
      <Group gap="xs" role="status">
        <IconCircleCheck size={18} color="var(--parola-ok, var(--mantine-color-accent-6))" aria-hidden />
        <Text size="sm">{t("test.allPassed", { count: run.data.passed })}</Text>
      </Group>
    );
  }
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("test.someFailed", { count: failed })} role="alert">
      <Stack gap={4}>
        {run.data.results
          .filter(({ passed }) => !passed)
          .map(({ id, name, failure }) => (
            <div key={id}>
              <Text size="sm" fw={600}>
                {name}
              </Text>
              {failure && (
                <Text size="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                  {t("test.expected", { expected: failure.expected.slice(0, 300), found: failure.found.slice(0, 300) })}
                </Text>
              )}
            </div>
          ))}
      </Stack>
    </Alert>
  );
}
