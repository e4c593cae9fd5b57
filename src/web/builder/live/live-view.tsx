/** Live mode: the published version with counts on every step and exit, the contacts behind a number, and one contact's way. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Problem } from "../../../automation/problems.ts";
import type { Automation } from "../../../contract/automations.ts";
import { api } from "../../api.ts";
import { lastDays } from "../../reports/period.ts";
import type { BuilderContextValue, LiveNode, Trail } from "../builder-context.ts";
import type { ExitWorkspace } from "../canvas/node-exits.ts";
import { Editor } from "../editor.tsx";
import type { Objects } from "../objects.ts";
import { createObservable } from "../observable.ts";
import { createStore, type Store } from "../store.ts";
import { completeDraft } from "../use-session.ts";
import { LivePanel, type LiveSet } from "./live-panel.tsx";
import type { PeriodDays } from "./period-picker.tsx";

const POLL_MS = 10_000;

export interface LiveViewProps {
  automation: Automation;
  objects: Objects;
  workspace: ExitWorkspace | undefined;
  header: ReactNode;
  runId: string | undefined;
  openRun(id: string | undefined): void;
}

/** Which set of contacts a number on the canvas stands for. */
type CountClick = NonNullable<BuilderContextValue["onCountClick"]>;

export function LiveView({ automation, objects, workspace, header, runId, openRun }: LiveViewProps) {
  const number = automation.publishedVersion;
  const version = useQuery({
    ...api.automations.version.queryOptions({ input: { id: automation.id, number: number ?? 1 } }),
    enabled: number !== null,
  });
  const document = number === null ? automation.draft : version.data?.document;
  const store = useMemo<Store | null>(() => (document ? createStore(completeDraft(document)) : null), [document]);
  const [live] = useState(() => createObservable<ReadonlyMap<string, LiveNode> | null>(null));
  const [trail] = useState(() => createObservable<Trail | null>(null));
  const [problems] = useState(() => createObservable<readonly Problem[]>([]));
  const [days, setDays] = useState<PeriodDays>(30);
  const [set, setSet] = useState<LiveSet | null>(null);
  const timeZone = objects.workspace?.settings.timeZone;
  const period = lastDays(days, timeZone ?? "UTC");
  const counts = useQuery({
    ...api.automations.counts.queryOptions({ input: { id: automation.id, ...period } }),
    // Not before it is known which day it is for the workspace.
    enabled: timeZone !== undefined,
    refetchInterval: POLL_MS,
  });

  useEffect(() => {
    live.set(
      new Map(
        (counts.data?.nodes ?? []).map((node) => [
          node.nodeId,
          { entered: node.entered, waiting: node.waiting, errors: node.errors, exits: node.exits },
        ]),
      ),
    );
  }, [live, counts.data]);

  const onCountClick = useCallback<CountClick>(
    (nodeId, what) => {
      openRun(undefined);
      setSet(typeof what === "object" ? { nodeId, set: "entered", exit: what.exit } : { nodeId, set: what === "errors" ? "error" : what });
    },
    [openRun],
  );

  if (!store) return null;
  return (
    <Editor
      key={number ?? 0}
      store={store}
      automationId={automation.id}
      objects={objects}
      workspace={workspace}
      problems={problems}
      live={live}
      trail={trail}
      readOnly
      save={() => {}}
      values={undefined}
      contact={null}
      chooseContact={() => {}}
      onCountClick={onCountClick}
      header={header}
      aside={
        <LivePanel
          automation={automation}
          counts={counts.data}
          days={days}
          setDays={setDays}
          period={period}
          set={set}
          setSet={setSet}
          runId={runId}
          openRun={openRun}
          trail={trail}
        />
      }
    />
  );
}
