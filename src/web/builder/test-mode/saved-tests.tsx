/** Saved tests: keep what was just tried, and run them all again before publishing. */
import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";
import { useDraft } from "../store.ts";
import { FileDialog } from "./file-dialog.tsx";
import { SavedTest } from "./saved-test.tsx";
import { useSavedTests } from "./use-saved-tests.ts";

export function SavedTests({ automationId, sessionId, tried }: { automationId: string; sessionId: string | null; tried: boolean }) {
  const { t } = useTranslation(["builder", "common"]);
  const [name, setName] = useState("");
  const { saved, run, refresh } = useSavedTests(automationId, useDraft());
  const [opened, setOpened] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => client.tests.saveScenario({ automationId, name: name.trim(), ...(sessionId !== null && { sessionId }) }),
    onSuccess: () => {
      setName("");
      return refresh();
    },
  });
  const remove = useMutation({ mutationFn: (id: string) => client.tests.deleteScenario({ id }), onSuccess: refresh });
  const items = saved.data?.items ?? [];
  const failure = save.error ?? run.error ?? remove.error ?? saved.error;
  const running = run.isPending ? (run.variables ?? items.map(({ id }) => id)) : [];
  return (
    <Stack p="md" gap="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") save.mutate();
        }}
      >
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            label={t("test.saveAs")}
            description={t(tried ? "test.saveHint" : "test.saveFirst")}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={save.isPending} disabled={name.trim() === "" || sessionId === null || !tried}>
            {t("common:save")}
          </Button>
        </Group>
      </form>
      <div role="status">
        {save.isSuccess && name === "" && (
          <Text size="sm" c="dimmed">
            {t("test.savedAs")}
          </Text>
        )}
      </div>
      {failure && (
        <Alert color="red" p="xs" role="alert">
          {errorText(failure, t("common:error.unknown"))}
        </Alert>
      )}
      {items.length > 0 && (
        <Group justify="space-between">
          <Text size="sm" fw={600} role="status">
            {run.data
              ? t("test.result", { passed: run.data.passed, failed: run.data.failed })
              : t("test.savedCount", { count: items.length })}
          </Text>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlayerPlay size={14} />}
            loading={run.isPending}
            onClick={() => run.mutate(undefined)}
          >
            {t("test.runAll")}
          </Button>
        </Group>
      )}
      {items.map((scenario) => (
        <SavedTest
          key={scenario.id}
          scenario={scenario}
          running={running.includes(scenario.id)}
          run={() => run.mutate([scenario.id])}
          edit={() => setOpened(scenario.id)}
          remove={() => remove.mutate(scenario.id)}
        />
      ))}
      {saved.data && items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("test.none")}
        </Text>
      )}
      <FileDialog scenario={items.find(({ id }) => id === opened) ?? null} close={() => setOpened(null)} changed={refresh} />
    </Stack>
  );
}
