/** Published versions: each one on the canvas with what it changed, and the way back to it. */
import { Badge, Button, Center, Group, Loader, ScrollArea, Stack, Text, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconHistory } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Automation } from "../../../contract/automations.ts";
import { api, client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";
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
  /** A version became the draft: edit it. */
  restored(draft: Draft): void;
}

type Entry = "draft" | number;

export function VersionsView({ automation, objects, workspace, header, mayWrite, restored }: VersionsViewProps) {
  const versions = useQuery(api.automations.versions.queryOptions({ input: { id: automation.id } }));
  const items = versions.data?.items ?? [];
  const [entry, setEntry] = useState<Entry>("draft");
  const at = entry === "draft" ? -1 : items.findIndex((version) => version.number === entry);
  const previous = entry === "draft" ? items[0]?.number : items[at + 1]?.number;
  const own = useVersion(automation.id, entry === "draft" ? undefined : entry);
  const before = useVersion(automation.id, previous);
  const after = useMemo(() => (entry === "draft" ? completeDraft(automation.draft) : own), [entry, automation.draft, own]);
  const older = previous === undefined ? EMPTY : before;
  const changes = useMemo(() => (older && after ? difference(older, after) : undefined), [older, after]);
  const store = useMemo(() => (older && after ? createStore(combine(older, after)) : null), [older, after]);
  const [live] = useState(() => createObservable<ReadonlyMap<string, LiveNode> | null>(null));
  const [trail] = useState(() => createObservable<Trail | null>(null));
  const [problems] = useState(() => createObservable<readonly Problem[]>([]));
  const [marks] = useState(() => createObservable<ReadonlyMap<string, "added" | "changed" | "removed"> | null>(null));
  useEffect(
    () => marks.set(changes && previous !== undefined ? new Map(changes.nodes.map(({ id, kind }) => [id, kind])) : null),
    [marks, changes, previous],
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
      key={String(entry)}
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
          previous={previous}
          mayWrite={mayWrite}
          restored={restored}
          older={older}
          after={after}
        />
      }
    />
  );
}

function useVersion(id: string, number: number | undefined): Draft | undefined {
  const version = useQuery({
    ...api.automations.version.queryOptions({ input: { id, number: number ?? 1 } }),
    enabled: number !== undefined,
    staleTime: Infinity,
  });
  return useMemo(() => (number !== undefined && version.data ? completeDraft(version.data.document) : undefined), [number, version.data]);
}

interface PanelProps {
  automation: Automation;
  versions: { id: string; number: number; publishedBy: string | null; createdAt: string; steps: number; live: boolean }[];
  entry: Entry;
  setEntry(entry: Entry): void;
  changes: Difference | undefined;
  previous: number | undefined;
  mayWrite: boolean;
  restored(draft: Draft): void;
  older: Draft | undefined;
  after: Draft | undefined;
}

function VersionsPanel({ automation, versions, entry, setEntry, changes, previous, mayWrite, restored, older, after }: PanelProps) {
  const { t } = useTranslation(["builder", "common"]);
  const queries = useQueryClient();
  const { describe } = useBuilderContext();
  const restore = useMutation({
    mutationFn: (number: number) => client.automations.restore({ id: automation.id, number }),
    onSuccess: (next) => {
      queries.setQueryData(api.automations.get.queryKey({ input: { id: automation.id } }), next);
      restored(completeDraft(next.draft));
    },
    onError: (error) => notifications.show({ color: "red", message: errorText(error, t("common:error.unknown")) }),
  });
  const titleOf = (id: string) => {
    const node = (after && findNode(after, id)) ?? (older && findNode(older, id));
    return node ? describe(node).title : id;
  };
  return (
    <aside className={panel["panel"]} data-sheet aria-label={t("top.versions")}>
      <Group className={panel["header"] ?? ""}>
        <Text fw={600}>{t("top.versions")}</Text>
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
          {entry !== "draft" && mayWrite && (
            <Button
              variant="light"
              leftSection={<IconHistory size={16} />}
              loading={restore.isPending}
              onClick={() => restore.mutate(entry)}
            >
              {t("versions.restore", { number: entry })}
            </Button>
          )}
          <Text size="sm" fw={600}>
            {previous === undefined ? t("versions.first") : t("versions.against", { number: previous })}
          </Text>
          {changes &&
            previous !== undefined &&
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
