/** Saved tests: keep what was just tried, and run them all again before publishing. */
import { ActionIcon, Badge, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";

export function SavedTests({ automationId, sessionId }: { automationId: string; sessionId: string | null }) {
  const { t } = useTranslation(["builder", "common"]);
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const saved = useQuery(api.tests.scenarios.queryOptions({ input: { automationId } }));
  const refresh = () => queries.invalidateQueries({ queryKey: api.tests.scenarios.key() });
  const save = useMutation({
    mutationFn: () => client.tests.saveScenario({ automationId, name: name.trim(), ...(sessionId !== null && { sessionId }) }),
    onSuccess: () => {
      setName("");
      return refresh();
    },
  });
  const run = useMutation({ mutationFn: (ids?: string[]) => client.tests.run({ automationId, ...(ids && { ids }) }), onSuccess: refresh });
  const remove = useMutation({ mutationFn: (id: string) => client.tests.deleteScenario({ id }), onSuccess: refresh });
  const results = new Map((run.data?.results ?? []).map((result) => [result.id, result]));
  const failure = save.error ?? run.error ?? saved.error;
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
            description={t("test.saveHint")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={save.isPending} disabled={name.trim() === "" || sessionId === null}>
            {t("common:save")}
          </Button>
        </Group>
      </form>
      {failure && (
        <Text size="sm" c="var(--parola-danger)">
          {errorText(failure, t("common:error.unknown"))}
        </Text>
      )}
      {(saved.data?.items.length ?? 0) > 0 && (
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            {run.data
              ? t("test.result", { passed: run.data.passed, failed: run.data.failed })
              : t("test.savedCount", { count: saved.data?.items.length ?? 0 })}
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
      {saved.data?.items.map((scenario) => {
        const result = results.get(scenario.id);
        const outcome = result ? (result.passed ? "passed" : "failed") : scenario.lastResult;
        return (
          <Stack key={scenario.id} gap={2}>
            <Group gap="xs" wrap="nowrap">
              <Text size="sm" style={{ flex: 1 }} truncate>
                {scenario.name}
              </Text>
              {outcome && (
                <Badge size="sm" variant="light" tt="none" color={outcome === "passed" ? "accent" : "red"}>
                  {t(`test.${outcome}`)}
                </Badge>
              )}
              <ActionIcon size={28} aria-label={t("test.run1", { name: scenario.name })} onClick={() => run.mutate([scenario.id])}>
                <IconPlayerPlay size={14} />
              </ActionIcon>
              <ActionIcon size={28} aria-label={t("form.remove", { name: scenario.name })} onClick={() => remove.mutate(scenario.id)}>
                <IconTrash size={14} />
              </ActionIcon>
            </Group>
            {result?.failure && (
              <Text size="xs" c="var(--parola-danger)" style={{ whiteSpace: "pre-wrap" }}>
                {t("test.expected", { expected: result.failure.expected, found: result.failure.found })}
              </Text>
            )}
          </Stack>
        );
      })}
      {saved.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("test.none")}
        </Text>
      )}
    </Stack>
  );
}
