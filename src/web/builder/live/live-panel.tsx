/** Beside the live canvas: the totals, or the contacts behind a number, or one contact's way. */
import { CloseButton, Group, ScrollArea, SimpleGrid, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Automation, STEP_SETS } from "../../../contract/automations.ts";
import { formatNumber } from "../../ui/format.ts";
import { type Trail, useBuilderContext } from "../builder-context.ts";
import { findNode } from "../document/draft.ts";
import type { Observable } from "../observable.ts";
import panel from "../panel/side-panel.module.css";
import { useBuilder, useDraft } from "../store.ts";
import { ContactsAt } from "./contacts-at.tsx";
import { type PeriodDays, PeriodPicker } from "./period-picker.tsx";
import { RunTimeline } from "./run-timeline.tsx";
import { StepReport } from "./step-report.tsx";
import { StopAll } from "./stop-all.tsx";

export interface LiveSet {
  nodeId: string;
  set: (typeof STEP_SETS)[number];
  exit?: string;
}

type Counts = { nodes: StepCounts[]; started: number; active: number; completed: number; failed: number; stopped: number };
export interface StepCounts {
  nodeId: string;
  entered: number;
  errors: number;
  waiting: number;
  exits: Record<string, number>;
  messages: { queued: number; sent: number; delivered: number; read: number; failed: number; replied: number } | null;
}

export interface LivePanelProps {
  automation: Automation;
  counts: Counts | undefined;
  days: PeriodDays;
  setDays(days: PeriodDays): void;
  period: { from: string; to: string };
  set: LiveSet | null;
  setSet(set: LiveSet | null): void;
  runId: string | undefined;
  openRun(id: string | undefined): void;
  trail: Observable<Trail | null>;
}

export function LivePanel(props: LivePanelProps) {
  const { t } = useTranslation(["builder", "common"]);
  const { automation, counts, set, setSet, runId, openRun, trail } = props;
  const { describe } = useBuilderContext();
  const draft = useDraft();
  const open = useBuilder((state) => state.open);
  const chosen = set?.nodeId ?? open;
  const node = chosen === null || chosen === undefined ? undefined : findNode(draft, chosen);
  const title = runId !== undefined ? t("live.way") : node ? describe(node).title : t("live.title");

  useEffect(() => {
    if (runId === undefined) trail.set(null);
  }, [runId, trail]);

  return (
    <aside className={panel["panel"]} data-sheet aria-label={t("live.title")}>
      <Group className={panel["header"] ?? ""} gap="xs" wrap="nowrap">
        <Text fw={600} style={{ flex: 1 }} truncate>
          {title}
        </Text>
        {(set !== null || runId !== undefined) && (
          <CloseButton aria-label={t("common:back")} onClick={() => (runId !== undefined ? openRun(undefined) : setSet(null))} />
        )}
      </Group>
      {runId !== undefined ? (
        <RunTimeline key={runId} runId={runId} trail={trail} />
      ) : (
        <>
          <div style={{ padding: "12px 16px 0" }}>
            <PeriodPicker value={props.days} onChange={props.setDays} />
          </div>
          {set !== null ? (
            <ContactsAt
              key={JSON.stringify(set)}
              automationId={automation.id}
              set={set}
              setSet={setSet}
              period={props.period}
              openRun={openRun}
            />
          ) : (
            <ScrollArea className={panel["body"] ?? ""} type="auto" viewportProps={{ tabIndex: 0 }}>
              {node && counts ? (
                <StepReport
                  counts={counts.nodes.find((entry) => entry.nodeId === node.id)}
                  show={(what, exit) => setSet({ nodeId: node.id, set: what, ...(exit !== undefined && { exit }) })}
                  view={describe(node)}
                />
              ) : (
                <Totals counts={counts} automation={automation} />
              )}
            </ScrollArea>
          )}
        </>
      )}
    </aside>
  );
}

function Totals({ counts, automation }: { counts: Counts | undefined; automation: Automation }) {
  const { t, i18n } = useTranslation("builder");
  const figures = [
    ["started", counts?.started],
    ["active", counts?.active],
    ["completed", counts?.completed],
    ["failed", counts?.failed],
    ["stopped", counts?.stopped],
  ] as const;
  return (
    <Stack p="md" gap="md">
      <SimpleGrid cols={2} spacing="md">
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {t(`live.total.${name}`)}
            </Text>
            <Text fz={24} lh="32px" fw={600} style={{ fontVariantNumeric: "tabular-nums" }}>
              {value === undefined ? "–" : formatNumber(value, i18n.language)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t("live.hint")}
      </Text>
      <StopAll automationId={automation.id} inside={counts?.active ?? 0} />
    </Stack>
  );
}
