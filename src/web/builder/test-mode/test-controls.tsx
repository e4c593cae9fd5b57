/** What can happen to the customer besides writing: time passes, the outside fails, something sets a start step off. */
import { Button, Group, Menu } from "@mantine/core";
import { IconAlertTriangle, IconBolt, IconClock, IconPlayerSkipForward } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useBuilderContext } from "../builder-context.ts";
import type { TriggerDraft } from "../document/draft.ts";
import { useFormContext } from "../form/form-context.ts";
import { useReceivedPayload } from "../integration/received.ts";
import { useDraft } from "../store.ts";
import { PayloadDialog } from "./payload-dialog.tsx";
import classes from "./test-mode.module.css";
import type { Simulated, TestSession } from "./use-test-session.ts";

const HOUR_MS = 3_600_000;
const LATER_HOURS = [1 / 60, 1, 24, 24 * 7];
/** Meta's codes: the person cannot be reached; the 24-hour window is closed. */
const UNDELIVERABLE = 131026;
const OUTSIDE_WINDOW = 131047;
/** As often as a step tries again, and once more. */
const WEBHOOK_TIMES = 10;

export function TestControls({ session }: { session: TestSession }) {
  const { t, i18n } = useTranslation("builder");
  const draft = useDraft();
  const { state, simulated } = session;
  if (!state) return null;
  const timer = state.nextTimer;
  const busy = session.jump.isPending || session.advance.isPending;
  const reached = state.messages.some(({ direction, status }) => direction === "out" && status !== "failed");
  const has = (type: string) => draft.steps.some((step) => step.type === type);
  const failures: { label: string; error: Simulated; disabled?: boolean }[] = [
    { label: t("test.delivered"), error: { kind: "receipt", status: "delivered" }, disabled: !reached },
    { label: t("test.read"), error: { kind: "receipt", status: "read" }, disabled: !reached },
    { label: t("test.delivery"), error: { kind: "delivery", code: UNDELIVERABLE }, disabled: !reached },
    { label: t("test.refused"), error: { kind: "provider", code: OUTSIDE_WINDOW, times: 1 } },
    { label: t("test.timeout"), error: { kind: "provider", timeout: true, times: 1 } },
    { label: t("test.webhookRefused"), error: { kind: "webhook", status: 404, times: 1 } },
    { label: t("test.webhook"), error: { kind: "webhook", status: 500, times: WEBHOOK_TIMES } },
    ...(has("ai_operator")
      ? [
          { label: t("test.aiAnswers"), error: { kind: "ai", answer: t("test.aiAnswer") } as const },
          { label: t("test.aiHandsOver"), error: { kind: "ai", handOver: t("test.aiReason") } as const },
        ]
      : []),
    ...(has("voice_call")
      ? [
          { label: t("test.callTaken"), error: { kind: "call", outcome: "success" } as const },
          { label: t("test.callMissed"), error: { kind: "call", outcome: "no_answer" } as const },
        ]
      : []),
  ];
  return (
    <div className={classes["controls"]}>
      <Group gap={6} p="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlayerSkipForward size={14} />}
          disabled={timer === null}
          loading={busy}
          onClick={() => session.jump.mutate()}
          // With few words, so that the row stays one: what is off says why to whoever asks.
          {...(timer === null && { "aria-label": t("test.noTimer"), title: t("test.noTimer") })}
        >
          {timer === null
            ? t("test.skip")
            : t("test.jump", { time: duration(Date.parse(timer.at) - Date.parse(state.now), i18n.language) })}
        </Button>
        <Menu position="top-start" withinPortal>
          <Menu.Target>
            <Button size="compact-sm" variant="default" leftSection={<IconClock size={14} />} disabled={busy}>
              {t("test.later")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {LATER_HOURS.map((hours) => (
              <Menu.Item key={hours} onClick={() => session.advance.mutate(hours * HOUR_MS)}>
                {duration(hours * HOUR_MS, i18n.language)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Menu position="top-start" withinPortal width={300}>
          <Menu.Target>
            <Button size="compact-sm" variant="default" leftSection={<IconAlertTriangle size={14} />}>
              {t("test.simulate")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={timer === null} onClick={() => session.jump.mutate()}>
              {t("test.noAnswer")}
            </Menu.Item>
            {failures.map(({ label, error, disabled }) => (
              <Menu.Item key={label} disabled={disabled ?? false} onClick={() => session.simulate.mutate({ label, error })}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <SetOff session={session} />
      </Group>
      <div role="status" className={classes["simulated"]}>
        {simulated !== null && session.failure === null && t("test.simulated", { what: simulated })}
      </div>
    </div>
  );
}

/** Start steps that writing on the phone does not set off. */
function SetOff({ session }: { session: TestSession }) {
  const { t } = useTranslation("builder");
  const { describe, registry } = useBuilderContext();
  const draft = useDraft();
  const [asking, setAsking] = useState<TriggerDraft | null>(null);
  const received = useReceivedPayload(useFormContext().automationId, draft);
  const others = draft.triggers.filter((trigger) => registry.triggers[trigger.type]?.phase !== "choice");
  if (others.length === 0) return null;
  return (
    <>
      <Menu position="top-start" withinPortal>
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconBolt size={14} />} loading={session.trigger.isPending}>
            {t("test.start")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.flatMap((trigger) => {
            const { title, summary } = describe(trigger);
            const name = summary === "" ? title : `${title}: ${summary}`;
            const items = [
              <Menu.Item key={trigger.id} maw={320} onClick={() => session.trigger.mutate({ triggerId: trigger.id })}>
                {name}
              </Menu.Item>,
            ];
            if (trigger.type === "integration")
              items.push(
                <Menu.Item key={`${trigger.id} payload`} maw={320} onClick={() => setAsking(trigger)}>
                  {t("test.withPayload", { name: title })}
                </Menu.Item>,
              );
            return items;
          })}
        </Menu.Dropdown>
      </Menu>
      <PayloadDialog
        key={received === undefined ? "sample" : "received"}
        received={received}
        opened={asking !== null}
        close={() => setAsking(null)}
        send={(payload) => asking && session.trigger.mutate({ triggerId: asking.id, payload })}
      />
    </>
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
