/** Published versions: each one on the canvas with how it differs from another, and the way back to it. */
import { Badge, Button, Center, CloseButton, Group, Loader, ScrollArea, Select, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Automation } from "../../../contract/automations.ts";
import { api } from "../../api.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { type LiveNode, type Trail, useBuilderContext } from "../builder-context.ts";
import type { ExitWorkspace } from "../canvas/node-exits.ts";
import { combine, type Difference, difference, isEmptyDifference } from "../document/difference.ts";
import { type Draft, findNode } from "../document/draft.ts";
import { Editor } from "../editor.tsx";
import type { Objects } from "../objects.ts";
import { createObservable } from "../observable.ts";
import panel from "../panel/side-panel.module.css";
import { createStore } from "../store.ts";
import { completeDraft } from "../use-session.ts";
import { DifferenceList } from "./difference-list.tsx";
import classes from "./versions.module.css";

const EMPTY: Draft = { name: "", triggers: [], steps: [] };

export interface VersionsViewProps {
  automation: Automation;
  objects: Objects;
  workspace: ExitWorkspace | undefined;
  header: ReactNode;
  mayWrite: boolean;
  /** Makes a version's document the draft. */
  restore(draft: Draft, number: number): void;
  close(): void;
}

type Entry = "draft" | number;

export function VersionsView({ automation, objects, workspace, header, mayWrite, restore, close }: VersionsViewProps) {
  const versions = useQuery(api.automations.versions.queryOptions({ input: { id: automation.id } }));
  const items = versions.data?.items ?? [];
  const [entry, setEntry] = useState<Entry>("draft");
  /** What it is compared with, where somebody chose; else the one before it. */
  const [chosen, setChosen] = useState<Entry | null>(null);
  const at = entry === "draft" ? -1 : items.findIndex((version) => version.number === entry);
  const previous = entry === "draft" ? items[0]?.number : items[at + 1]?.number;
  const against = chosen !== null && chosen !== entry ? chosen : previous;
  const after = useDocument(automation, entry);
  const compared = useDocument(automation, against);
  const older = against === undefined ? EMPTY : compared;
  const changes = useMemo(() => (older && after ? difference(older, after) : undefined), [older, after]);
  const store = useMemo(() => (older && after ? createStore(combine(older, after)) : null), [older, after]);
  const [live] = useState(() => createObservable<ReadonlyMap<string, LiveNode> | null>(null));
  const [trail] = useState(() => createObservable<Trail | null>(null));
  const [problems] = useState(() => createObservable<readonly Problem[]>([]));
  const [marks] = useState(() => createObservable<ReadonlyMap<string, "added" | "changed" | "removed"> | null>(null));
  useEffect(
    () => marks.set(changes && against !== undefined ? new Map(changes.nodes.map(({ id, kind }) => [id, kind])) : null),
    [marks, changes, against],
  );

  if (!store) {
    return (
      <Center h="100%">
        <Loader type="dots" />
      </Center>
    );
  }
  return (
    <Editor
      key={`${entry} ${against}`}
      store={store}
      automationId={automation.id}
      objects={objects}
      workspace={workspace}
      problems={problems}
      live={live}
      trail={trail}
      marks={marks}
      readOnly
      save={() => {}}
      values={undefined}
      contact={null}
      chooseContact={() => {}}
      header={header}
      aside={
        <VersionsPanel
          automation={automation}
          versions={items}
          entry={entry}
          setEntry={setEntry}
          changes={changes}
          against={against}
          compareWith={setChosen}
          mayWrite={mayWrite}
          restore={restore}
          close={close}
          older={older}
          after={after}
        />
      }
    />
  );
}

function useDocument(automation: Automation, entry: Entry | undefined): Draft | undefined {
  const number = entry === "draft" ? undefined : entry;
  const version = useQuery({
    ...api.automations.version.queryOptions({ input: { id: automation.id, number: number ?? 1 } }),
    enabled: number !== undefined,
    staleTime: Infinity,
  });
  const document = entry === "draft" ? automation.draft : number === undefined ? undefined : version.data?.document;
  return useMemo(() => (document === undefined ? undefined : completeDraft(document)), [document]);
}

interface PanelProps {
  automation: Automation;
  versions: { id: string; number: number; publishedBy: string | null; createdAt: string; steps: number; live: boolean }[];
  entry: Entry;
  setEntry(entry: Entry): void;
  changes: Difference | undefined;
  against: Entry | undefined;
  compareWith(entry: Entry): void;
  mayWrite: boolean;
  restore(draft: Draft, number: number): void;
  close(): void;
  older: Draft | undefined;
  after: Draft | undefined;
}

function VersionsPanel(props: PanelProps) {
  const { automation, versions, entry, setEntry, changes, against, compareWith, mayWrite, restore, close, older, after } = props;
  const { t } = useTranslation(["builder", "common"]);
  const { describe } = useBuilderContext();
  const titleOf = (id: string) => {
    const node = (after && findNode(after, id)) ?? (older && findNode(older, id));
    return node ? describe(node).title : id;
  };
  return (
    <aside className={panel["panel"]} data-sheet aria-label={t("top.versions")}>
      <Group className={panel["header"] ?? ""}>
        <Text fw={600} style={{ flex: 1 }}>
          {t("top.versions")}
        </Text>
        <CloseButton aria-label={t("common:close")} onClick={close} />
      </Group>
      <ScrollArea className={panel["body"] ?? ""} type="auto">
        <Stack gap={2} p="xs">
          <VersionRow
            active={entry === "draft"}
            title={t("versions.draft")}
            hint={automation.draftSavedBy ?? ""}
            at={automation.updatedAt}
            onClick={() => setEntry("draft")}
          />
          {versions.map((version) => (
            <VersionRow
              key={version.id}
              active={entry === version.number}
              title={t("versions.number", { number: version.number })}
              hint={version.publishedBy ?? ""}
              at={version.createdAt}
              badge={version.live ? t("versions.live") : undefined}
              onClick={() => setEntry(version.number)}
            />
          ))}
        </Stack>
        <Stack gap="sm" p="md" pt={0}>
          {entry !== "draft" && mayWrite && after && (
            <Button variant="light" leftSection={<IconHistory size={16} />} onClick={() => restore(after, entry)}>
              {t("versions.restore", { number: entry })}
            </Button>
          )}
          {versions.length > 0 && (
            <Select
              label={t("versions.against")}
              placeholder={t("versions.first")}
              allowDeselect={false}
              data={(["draft", ...versions.map(({ number }) => number)] as Entry[])
                .filter((other) => other !== entry)
                .map((other) => ({
                  value: String(other),
                  label: other === "draft" ? t("versions.draft") : t("versions.number", { number: other }),
                }))}
              value={against === undefined ? null : String(against)}
              onChange={(next) => next !== null && compareWith(next === "draft" ? "draft" : Number(next))}
            />
          )}
          {changes &&
            against !== undefined &&
            (isEmptyDifference(changes) ? (
              <Text size="sm" c="dimmed">
                {t("versions.same")}
              </Text>
            ) : (
              <DifferenceList difference={changes} titleOf={titleOf} />
            ))}
        </Stack>
      </ScrollArea>
    </aside>
  );
}

function VersionRow({
  active,
  title,
  hint,
  at,
  badge,
  onClick,
}: {
  active: boolean;
  title: string;
  hint: string;
  at: string;
  badge?: string | undefined;
  onClick(): void;
}) {
  return (
    <UnstyledButton className={classes["row"] ?? ""} data-active={active || undefined} aria-pressed={active} onClick={onClick}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {title}
          </Text>
          {badge && (
            <Badge size="sm" variant="light" tt="none">
              {badge}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" truncate>
          {hint}
        </Text>
      </div>
      <Text size="xs" c="dimmed">
        <RelativeTime at={at} />
      </Text>
    </UnstyledButton>
  );
}
