/** Before publishing: what changes, whom it touches, what is in the way. */
import { Alert, Button, Group, Modal, ScrollArea, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertCircle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Automation } from "../../../contract/automations.ts";
import { api, client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";
import { useBuilderContext } from "../builder-context.ts";
import { difference, isEmptyDifference } from "../document/difference.ts";
import { type Draft, findNode } from "../document/draft.ts";
import { ProblemNote } from "../panel/node-problems.tsx";
import { useDraft } from "../store.ts";
import { completeDraft } from "../use-session.ts";
import { DifferenceList } from "./difference-list.tsx";
import { PublishTestsNote, usePublishTests } from "./publish-tests.tsx";

export interface PublishDialogProps {
  automation: Automation;
  opened: boolean;
  close(): void;
  /** Saves what is not saved yet; false when that is impossible now. */
  flush(): Promise<boolean>;
  revision(): number;
}

const EMPTY: Draft = { name: "", triggers: [], steps: [] };

export function PublishDialog(props: PublishDialogProps) {
  const { t } = useTranslation("builder");
  return (
    <Modal
      opened={props.opened}
      onClose={props.close}
      title={t(props.automation.publishedVersion === null ? "publish.titleFirst" : "publish.title")}
      size={560}
      scrollAreaComponent={ScrollArea.Autosize}
    >
      {props.opened && <Content {...props} />}
    </Modal>
  );
}

function Content({ automation, close, flush, revision }: PublishDialogProps) {
  const { t } = useTranslation(["builder", "common"]);
  const queries = useQueryClient();
  const draft = useDraft();
  const { describe } = useBuilderContext();
  const [activate, setActivate] = useState(automation.state !== "active");
  const preview = useQuery({
    ...api.automations.previewPublish.queryOptions({ input: { id: automation.id } }),
    queryFn: async () => {
      await flush();
      return client.automations.previewPublish({ id: automation.id });
    },
    gcTime: 0,
  });
  const number = automation.publishedVersion;
  const live = useQuery({
    ...api.automations.version.queryOptions({ input: { id: automation.id, number: number ?? 1 } }),
    enabled: number !== null,
  });
  const before = useMemo(() => (number === null ? EMPTY : live.data ? completeDraft(live.data.document) : null), [number, live.data]);
  const changes = useMemo(() => before && difference(before, draft), [before, draft]);
  const waiting = new Map(
    (preview.data?.changes ?? []).map((change) => [change.nodeId, { count: change.waiting, goesOnAt: change.goesOnAt }]),
  );
  const [refused, setRefused] = useState<readonly Problem[]>([]);

  const publish = useMutation({
    mutationFn: async () => {
      await flush();
      const published =
        automation.changed || number === null ? await client.automations.publish({ id: automation.id, draftRevision: revision() }) : null;
      if (activate && automation.state !== "active") await client.automations.activate({ id: automation.id });
      return published;
    },
    onSuccess: async (published) => {
      await queries.invalidateQueries({ queryKey: api.automations.key() });
      notifications.show({
        color: "accent",
        title: t("publish.done", { version: published?.version.number ?? number }),
        message: activate || automation.state === "active" ? t("publish.doneActive") : t("publish.doneInactive"),
      });
      close();
    },
    onError: (error) => {
      const data = (error as { data?: { problems?: Problem[] } }).data;
      setRefused(data?.problems ?? []);
      void queries.invalidateQueries({ queryKey: api.automations.get.key() });
    },
  });

  const sound = preview.isSuccess && !(preview.data.problems ?? []).some(({ severity }) => severity === "error");
  const tests = usePublishTests(automation.id, sound);

  if (preview.isPending || (number !== null && live.isPending)) return <Skeleton h={160} radius="md" />;
  const problems = refused.length > 0 ? refused : (preview.data?.problems ?? []);
  const blocking = problems.filter((problem) => problem.severity === "error" || (activate && problem.severity === "activation"));
  const warnings = problems.filter((problem) => !blocking.includes(problem));
  const titleOf = (id: string) => {
    const node = findNode(draft, id) ?? (before ? findNode(before, id) : undefined);
    return node ? describe(node).title : id;
  };
  return (
    <Stack gap="md">
      {preview.isError && <Alert color="red">{errorText(preview.error, t("common:error.unknown"))}</Alert>}
      {publish.isError && refused.length === 0 && (
        <Alert color="red" icon={<IconAlertCircle size={18} />}>
          {errorText(publish.error, t("common:error.unknown"))}
        </Alert>
      )}
      {blocking.length > 0 && (
        <Stack gap="xs" role="list" aria-label={t("publish.blocking")}>
          <Text size="sm" fw={600}>
            {t("publish.blocking")}
          </Text>
          {blocking.map((problem, index) => (
            <ProblemNote key={index} problem={problem} nodeId={problem.nodeId} />
          ))}
        </Stack>
      )}
      {warnings.length > 0 && (
        <Stack gap="xs" role="list" aria-label={t("publish.warnings")}>
          <Text size="sm" fw={600}>
            {t("publish.warnings")}
          </Text>
          {warnings.map((problem, index) => (
            <ProblemNote key={index} problem={problem} nodeId={problem.nodeId} />
          ))}
        </Stack>
      )}
      <PublishTestsNote {...tests} />
      {number === null ? (
        <Text size="sm">{t("publish.first", { triggers: draft.triggers.length, steps: draft.steps.length })}</Text>
      ) : changes && isEmptyDifference(changes) ? (
        <Text size="sm">{t("publish.noChanges", { version: number })}</Text>
      ) : (
        changes && (
          <Stack gap="xs">
            <Text size="sm" fw={600}>
              {t("publish.changes", { version: number })}
            </Text>
            <DifferenceList difference={changes} waiting={waiting} titleOf={titleOf} />
          </Stack>
        )
      )}
      {number !== null && (
        <Text size="sm" c="dimmed">
          {t("publish.inside", { count: preview.data?.waitingRuns ?? 0 })}
        </Text>
      )}
      {automation.state !== "active" && (
        <Switch
          label={t("publish.activate")}
          description={t("publish.activateHint")}
          checked={activate}
          onChange={(event) => setActivate(event.currentTarget.checked)}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button
          loading={publish.isPending}
          disabled={blocking.length > 0 || tests.running}
          {...(tests.failed > 0 && { color: "red.9" })}
          onClick={() => publish.mutate()}
        >
          {tests.failed > 0
            ? t("test.publishAnyway")
            : automation.changed || number === null
              ? t("publish.confirm", { version: preview.data?.nextVersion ?? 1 })
              : t("top.activate")}
        </Button>
      </Group>
    </Stack>
  );
}
