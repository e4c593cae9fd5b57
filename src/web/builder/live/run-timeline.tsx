/** One contact's way through the automation, and what can be done about it. */
import { Badge, Button, Center, Code, Collapse, Group, Loader, Menu, ScrollArea, Stack, Text, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerSkipForward, IconPlayerStop, IconRotate } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type CSSProperties, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../domain/json.ts";
import { api, client } from "../../api.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { hue } from "../../ui/hue.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { type Trail, useBuilderContext } from "../builder-context.ts";
import { findNode } from "../document/draft.ts";
import type { Observable } from "../observable.ts";
import panel from "../panel/side-panel.module.css";
import { useDraft, useStore } from "../store.ts";
import { trailOf } from "../test-mode/trail.ts";
import classes from "./live.module.css";

export function RunTimeline({ runId, trail }: { runId: string; trail: Observable<Trail | null> }) {
  const { t } = useTranslation(["builder", "common"]);
  const { workspace } = useParams({ from: "/w/$workspace/automations/$automationId" });
  const queries = useQueryClient();
  const draft = useDraft();
  const run = useQuery({ ...api.runs.get.queryOptions({ input: { id: runId } }), refetchInterval: 5000 });
  const data = run.data;

  useEffect(() => {
    if (data) trail.set(trailOf(draft, [data], t));
    return () => trail.set(null);
  }, [data, draft, trail, t]);

  const control = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSuccess: () => queries.invalidateQueries({ queryKey: api.runs.get.key() }),
    onError: (error) => notifications.show({ color: "red", message: errorText(error, t("common:error.unknown")) }),
  });

  if (run.isError) return <ErrorState error={run.error} retry={() => void run.refetch()} />;
  if (!data) {
    return (
      <Center p="lg">
        <Loader type="dots" />
      </Center>
    );
  }
  const over = data.endedAt !== null;
  return (
    <ScrollArea className={panel["body"] ?? ""} type="auto">
      <Stack p="md" gap="md">
        <div>
          <Group justify="space-between" wrap="nowrap">
            <Text fw={600} truncate>
              <Link to="/w/$workspace/contacts/$contactId" params={{ workspace, contactId: data.contact.id }} style={{ color: "inherit" }}>
                {data.contact.name || data.contact.phone}
              </Link>
            </Text>
            <Badge variant="light" tt="none" color={data.status === "failed" ? "red" : data.status === "completed" ? "accent" : "gray"}>
              {t(`runStatus.${data.status}`)}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed">
            {t("live.startedAt")} <RelativeTime at={data.startedAt} /> · v{data.version}
            {data.reason !== null && ` · ${t(`runReason.${data.reason}`, { defaultValue: data.reason })}`}
          </Text>
        </div>
        {!over && (
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlayerSkipForward size={14} />}
              loading={control.isPending}
              onClick={() => control.mutate(() => client.runs.skipWait({ id: runId }))}
            >
              {t("live.skipWait")}
            </Button>
            <RestartHere onPick={(stepId) => control.mutate(() => client.runs.restartHere({ id: runId, stepId }))} />
            <Button
              size="compact-sm"
              variant="default"
              c="var(--parola-danger)"
              leftSection={<IconPlayerStop size={14} />}
              onClick={() => control.mutate(() => client.runs.stop({ id: runId }))}
            >
              {t("live.stop")}
            </Button>
          </Group>
        )}
        <div>
          {data.steps.map((step, index) => (
            <StepEntry key={`${step.stepId} ${step.visit} ${index}`} step={step} />
          ))}
        </div>
      </Stack>
    </ScrollArea>
  );
}

interface Step {
  stepId: string;
  stepType: string;
  enteredAt: string;
  leftAt: string | null;
  exit: string | null;
  error: string | null;
  result: Json | null;
  wait: { deadline: string | null; on: string[] } | null;
}

function StepEntry({ step }: { step: Step }) {
  const { t } = useTranslation("builder");
  const draft = useDraft();
  const store = useStore();
  const { describe } = useBuilderContext();
  const [opened, setOpened] = useState(false);
  const node = findNode(draft, step.stepId);
  const view = node ? describe(node) : undefined;
  const sentOn = nextStepOf(step.result);
  const sentOnTo = sentOn === null ? undefined : findNode(draft, sentOn);
  const exit = view?.exits.find((candidate) => candidate.name === step.exit)?.label ?? step.exit;
  return (
    <div
      className={classes["step"]}
      style={{ "--hue": step.error === null ? hue(view?.group ?? "logic").strong : "var(--parola-danger)" } as CSSProperties}
    >
      <span className={classes["dot"]} aria-hidden />
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <UnstyledButton onClick={() => store.select([step.stepId])}>
          <Text size="sm" fw={600}>
            {view?.title ?? step.stepType}
          </Text>
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          <RelativeTime at={step.enteredAt} />
        </Text>
      </Group>
      {step.exit !== null && (
        <Text size="xs" c="dimmed">
          → {exit}
        </Text>
      )}
      {sentOn !== null && (
        <Text size="xs" c="dimmed">
          {t("live.sentOn", { step: sentOnTo ? describe(sentOnTo).title : sentOn })}
        </Text>
      )}
      {step.error !== null && (
        <Text size="xs" c="var(--parola-danger)">
          {t(`stepError.${step.error.split(":")[0]}`, { defaultValue: step.error })}
        </Text>
      )}
      {step.leftAt === null && step.wait !== null && (
        <Text size="xs" c="var(--parola-wait)" fw={500}>
          {step.wait.deadline === null ? t("live.waitsForEver") : t("live.waitsUntil")}{" "}
          {step.wait.deadline !== null && <RelativeTime at={step.wait.deadline} />}
        </Text>
      )}
      {step.result !== null && sentOn === null && (
        <>
          <UnstyledButton onClick={() => setOpened((open) => !open)} aria-expanded={opened}>
            <Text size="xs" c="dimmed" td="underline">
              {t("live.details")}
            </Text>
          </UnstyledButton>
          <Collapse expanded={opened}>
            <Code block>{JSON.stringify(step.result, null, 2)}</Code>
          </Collapse>
        </>
      )}
    </div>
  );
}

/** Somebody took the contact from this step and let them go on at another. */
function nextStepOf(result: Json | null): string | null {
  const next = typeof result === "object" && result !== null && !Array.isArray(result) ? result["nextStepId"] : null;
  return typeof next === "string" ? next : null;
}

function RestartHere({ onPick }: { onPick(stepId: string): void }) {
  const { t } = useTranslation("builder");
  const draft = useDraft();
  const { describe } = useBuilderContext();
  return (
    <Menu withinPortal position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconRotate size={14} />}>
          {t("live.restartHere")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        {draft.steps.map((step) => (
          <Menu.Item key={step.id} onClick={() => onPick(step.id)}>
            {describe(step).title}
            <Text size="xs" c="dimmed" truncate maw={220}>
              {describe(step).summary}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
