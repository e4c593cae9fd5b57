/** Test mode: the phone beside the canvas, a clock that can be moved, an outside that can be made to fail. */
import { ActionIcon, Alert, Button, Center, Group, Loader, Menu, ScrollArea, Stack, Tabs, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconBolt, IconClock, IconPlayerSkipForward, IconRefresh } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import { errorText } from "../../ui/error-text.ts";
import { formatExact } from "../../ui/format.ts";
import type { Trail } from "../builder-context.ts";
import { useBuilderContext } from "../builder-context.ts";
import type { Observable } from "../observable.ts";
import { ProblemNote } from "../panel/node-problems.tsx";
import panel from "../panel/side-panel.module.css";
import { useDraft } from "../store.ts";
import { SavedTests } from "./saved-tests.tsx";
import { TestFacts } from "./test-facts.tsx";
import classes from "./test-mode.module.css";
import { TestPhone } from "./test-phone.tsx";
import { trailOf } from "./trail.ts";
import { type TestSession, useTestSession } from "./use-test-session.ts";

const HOUR_MS = 3_600_000;

export function TestPanel({
  automationId,
  trail,
  name,
  timeZone,
}: {
  automationId: string;
  trail: Observable<Trail | null>;
  name: string;
  timeZone: string | undefined;
}) {
  const { t, i18n } = useTranslation(["builder", "common"]);
  const draft = useDraft();
  const session = useTestSession(automationId, draft);
  const { state } = session;

  useEffect(() => {
    trail.set(state ? trailOf(draft, state.runs) : null);
    return () => trail.set(null);
  }, [trail, draft, state]);

  const refused = (session.start.error as { data?: { problems?: Problem[] } } | null)?.data?.problems;
  const failure = session.act.error ?? session.advance.error ?? session.jump.error ?? session.simulate.error ?? session.trigger.error;
  return (
    <aside className={panel["panel"]} aria-label={t("test.title")}>
      <Group className={panel["header"] ?? ""} gap={4} wrap="nowrap">
        <Text fw={600} style={{ flex: 1 }}>
          {t("test.title")}
        </Text>
        {state && (
          <Tooltip label={t("test.clock")}>
            <Text size="xs" c="dimmed" className={classes["clock"] ?? ""}>
              {formatExact(state.now, i18n.language, timeZone)}
            </Text>
          </Tooltip>
        )}
        <Tooltip label={t("test.restart")}>
          <ActionIcon aria-label={t("test.restart")} loading={session.start.isPending} onClick={() => session.start.mutate()}>
            <IconRefresh size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
      {session.start.isError ? (
        <Stack p="md" gap="xs">
          <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("test.cannotStart")}>
            {errorText(session.start.error, t("common:error.unknown"))}
          </Alert>
          {refused?.map((problem, index) => (
            <ProblemNote key={index} problem={problem} nodeId={problem.nodeId} />
          ))}
        </Stack>
      ) : !state ? (
        <Center style={{ flex: 1 }}>
          <Loader type="dots" />
        </Center>
      ) : (
        <Tabs defaultValue="phone" className={classes["tabs"] ?? ""} keepMounted={false}>
          <Tabs.List grow>
            <Tabs.Tab value="phone">{t("test.phone")}</Tabs.Tab>
            <Tabs.Tab value="facts">{t("test.facts")}</Tabs.Tab>
            <Tabs.Tab value="saved">{t("test.saved")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="phone" className={classes["panel"] ?? ""}>
            {failure && (
              <Alert color="red" m="xs" p="xs">
                {errorText(failure, t("common:error.unknown"))}
              </Alert>
            )}
            <div className={classes["phone"]}>
              <TestPhone name={name} session={session} />
            </div>
            <Controls session={session} />
          </Tabs.Panel>
          <Tabs.Panel value="facts" className={classes["panel"] ?? ""}>
            <ScrollArea h="100%" type="auto">
              <TestFacts state={state} />
            </ScrollArea>
          </Tabs.Panel>
          <Tabs.Panel value="saved" className={classes["panel"] ?? ""}>
            <ScrollArea h="100%" type="auto">
              <SavedTests automationId={automationId} sessionId={session.sessionId} />
            </ScrollArea>
          </Tabs.Panel>
        </Tabs>
      )}
    </aside>
  );
}

function Controls({ session }: { session: TestSession }) {
  const { t, i18n } = useTranslation("builder");
  const { describe, registry } = useBuilderContext();
  const draft = useDraft();
  const { state } = session;
  if (!state) return null;
  // Message triggers are set off by writing on the phone.
  const others = draft.triggers.filter((trigger) => registry.triggers[trigger.type]?.on !== "message");
  const timer = state.nextTimer;
  const busy = session.jump.isPending || session.advance.isPending;
  return (
    <Group gap={6} p="xs" className={classes["controls"] ?? ""}>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconPlayerSkipForward size={14} />}
        disabled={timer === null}
        loading={busy}
        onClick={() => session.jump.mutate()}
      >
        {timer === null
          ? t("test.noTimer")
          : t("test.jump", { time: duration(Date.parse(timer.at) - Date.parse(state.now), i18n.language) })}
      </Button>
      <Menu position="top-start" withinPortal>
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconClock size={14} />}>
            {t("test.later")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {[1 / 60, 1, 24, 24 * 7].map((hours) => (
            <Menu.Item key={hours} onClick={() => session.advance.mutate(hours * HOUR_MS)}>
              {duration(hours * HOUR_MS, i18n.language)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="top-start" withinPortal width={260}>
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconAlertTriangle size={14} />}>
            {t("test.simulate")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={timer === null} onClick={() => session.jump.mutate()}>
            {t("test.noAnswer")}
          </Menu.Item>
          <Menu.Item onClick={() => session.simulate.mutate({ kind: "delivery", code: 131026 })}>{t("test.delivery")}</Menu.Item>
          <Menu.Item onClick={() => session.simulate.mutate({ kind: "provider", code: 131047, times: 1 })}>{t("test.refused")}</Menu.Item>
          <Menu.Item onClick={() => session.simulate.mutate({ kind: "provider", timeout: true, times: 1 })}>{t("test.timeout")}</Menu.Item>
          <Menu.Item onClick={() => session.simulate.mutate({ kind: "webhook", status: 500, times: 5 })}>{t("test.webhook")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {others.length > 0 && (
        <Menu position="top-start" withinPortal>
          <Menu.Target>
            <Button size="compact-sm" variant="default" leftSection={<IconBolt size={14} />}>
              {t("test.start")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((trigger) => (
              <Menu.Item key={trigger.id} onClick={() => session.trigger.mutate(trigger.id)}>
                {describe(trigger).title} {describe(trigger).summary}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** "2 hours": the largest unit that fits. */
function duration(ms: number, language: string): string {
  const [unit, size] = UNITS.find(([, length]) => ms >= length) ?? UNITS[3];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(
    Math.max(0, ms / size),
  );
}
