/** Both of two people changed the same thing: choose whose stays. */
import { Button, Card, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../domain/json.ts";
import { useBuilderContext } from "../builder-context.ts";
import { type Draft, findNode, type StepDraft } from "../document/draft.ts";
import { type Conflict, takeMine, takeMineBack, takeTheirs } from "../document/merge.ts";
import { humanise } from "../form/schema.ts";
import { type Observable, useObservable } from "../observable.ts";
import { useDraft, useStore } from "../store.ts";
import { clip, valueTexts } from "../summary.ts";

interface Props {
  conflicts: Observable<readonly Conflict[]>;
  /** Whose is in the draft until one chooses. */
  stands: "mine" | "theirs";
  close?: () => void;
}

export function ConflictsDialog({ conflicts, stands, close }: Props) {
  const { t } = useTranslation("builder");
  const open = useObservable(conflicts);
  const leave = () => {
    conflicts.set([]);
    close?.();
  };
  return (
    <Modal opened={open.length > 0} onClose={leave} title={t("conflict.title")} size={560}>
      <Stack gap="md">
        <Text size="sm">{t(stands === "mine" ? "conflict.explain" : "overwritten.explain")}</Text>
        {open.map((conflict, index) => (
          <ConflictCard
            key={`${conflict.nodeId} ${conflict.path} ${index}`}
            conflict={conflict}
            stands={stands}
            done={() => {
              const rest = conflicts.get().filter((other) => other !== conflict);
              if (rest.length === 0) leave();
              else conflicts.set(rest);
            }}
          />
        ))}
      </Stack>
    </Modal>
  );
}

function ConflictCard({ conflict, stands, done }: { conflict: Conflict; stands: Props["stands"]; done(): void }) {
  const { t } = useTranslation("builder");
  const store = useStore();
  const draft = useDraft();
  const { describe, tools } = useBuilderContext();
  const node =
    conflict.nodeId === null ? undefined : (findNode(draft, conflict.nodeId) ?? ((conflict.mine ?? conflict.theirs) as StepDraft));
  const key = conflict.path.split(".").at(-1) ?? "";
  const [mine = "", theirs = ""] = valueTexts([conflict.mine, conflict.theirs] as Json[], tools);
  const texts = { mine, theirs };
  const shown = (side: "mine" | "theirs") =>
    conflict[side] === undefined ? t("conflict.deleted") : conflict.path === "" ? t("conflict.kept") : clip(texts[side], 240);
  const take = {
    mine: stands === "mine" ? takeMine : takeMineBack,
    theirs: stands === "mine" ? takeTheirs : (current: Draft) => current,
  };
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
                {shown(side)}
              </Text>
            </div>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                store.change((current) => take[side](current, conflict));
                done();
              }}
            >
              {t(stands === "mine" ? `conflict.take.${side}` : `overwritten.take.${side}`)}
            </Button>
          </Stack>
        ))}
      </Group>
    </Card>
  );
}
