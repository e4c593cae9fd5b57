/** Both of two people changed the same thing: choose whose stays. Until then it is one's own. */
import { Button, Card, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useBuilderContext } from "../builder-context.ts";
import { findNode, type StepDraft } from "../document/draft.ts";
import { type Conflict, takeMine, takeTheirs } from "../document/merge.ts";
import { humanise } from "../form/schema.ts";
import { type Observable, useObservable } from "../observable.ts";
import { useDraft, useStore } from "../store.ts";
import { clip } from "../summary.ts";

export function ConflictsDialog({ conflicts }: { conflicts: Observable<readonly Conflict[]> }) {
  const { t } = useTranslation("builder");
  const open = useObservable(conflicts);
  return (
    <Modal opened={open.length > 0} onClose={() => conflicts.set([])} title={t("conflict.title")} size={560}>
      <Stack gap="md">
        <Text size="sm">{t("conflict.explain")}</Text>
        {open.map((conflict, index) => (
          <ConflictCard
            key={`${conflict.nodeId} ${conflict.path} ${index}`}
            conflict={conflict}
            done={() => conflicts.set(conflicts.get().filter((other) => other !== conflict))}
          />
        ))}
      </Stack>
    </Modal>
  );
}

function ConflictCard({ conflict, done }: { conflict: Conflict; done(): void }) {
  const { t } = useTranslation("builder");
  const store = useStore();
  const draft = useDraft();
  const { describe } = useBuilderContext();
  const node =
    conflict.nodeId === null ? undefined : (findNode(draft, conflict.nodeId) ?? ((conflict.mine ?? conflict.theirs) as StepDraft));
  const key = conflict.path.split(".").at(-1) ?? "";
  const show = (value: unknown) =>
    value === undefined ? t("conflict.deleted") : typeof value === "string" ? value : JSON.stringify(value);
  const title = node && "config" in node ? describe(node).title : t("settings.title");
  return (
    <Card withBorder padding="sm">
      <Text fw={600} size="sm">
        {title}
        {key !== "" && ` · ${t([`field.${key}`, `details.${key}`], { defaultValue: humanise(key) })}`}
      </Text>
      <Group grow align="stretch" mt="xs">
        {(["mine", "theirs"] as const).map((side) => (
          <Stack key={side} gap={4} justify="space-between">
            <div>
              <Text size="xs" c="dimmed">
                {t(`conflict.${side}`)}
              </Text>
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {conflict.path === "" && conflict[side] !== undefined ? t("conflict.kept") : clip(show(conflict[side]), 240)}
              </Text>
            </div>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                store.change((current) => (side === "mine" ? takeMine(current, conflict) : takeTheirs(current, conflict)));
                done();
              }}
            >
              {t(`conflict.take.${side}`)}
            </Button>
          </Stack>
        ))}
      </Group>
    </Card>
  );
}
