/** Where each exit leads, as a list: the keyboard's way of drawing arrows. */
import { ActionIcon, Group, Input, SegmentedControl, Stack, Text, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type BuilderContextValue, useBuilderContext } from "../builder-context.ts";
import type { NodeView } from "../canvas/node-view.ts";
import { connect, disconnect, setOnError } from "../document/commands.ts";
import { isStep, type StepDraft, type TriggerDraft, targetOf } from "../document/draft.ts";
import { StepPicker } from "../form/pickers.tsx";
import { useDraft, useStore } from "../store.ts";

export function ExitList({ node, view }: { node: TriggerDraft | StepDraft; view: NodeView }) {
  const { t } = useTranslation("builder");
  const canFail = view.exits.some((exit) => exit.name === "failed") && isStep(node) && node.exits["failed"] === undefined;
  if (view.exits.length === 0) return null;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t("panel.exits")}
      </Text>
      {view.exits.map((exit) => (
        <ExitRow key={exit.name} node={node} name={exit.name} label={exit.label} />
      ))}
      {canFail && <OnError node={node} />}
    </Stack>
  );
}

function ExitRow({ node, name, label }: { node: TriggerDraft | StepDraft; name: string; label: string }) {
  const { t } = useTranslation("builder");
  const store = useStore();
  const draft = useDraft();
  const { palette } = useBuilderContext();
  const from = { node: node.id, exit: name };
  const target = targetOf(draft, from);
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <div style={{ flex: 1, minWidth: 0 }}>
        <StepPicker
          label={label}
          clearable
          value={target ?? ""}
          onChange={(to) => store.change((current) => (to === undefined ? disconnect(current, from) : connect(current, from, to)))}
        />
      </div>
      {target === undefined && (
        <Tooltip label={t("canvas.addStep")}>
          <ActionIcon
            size={36}
            variant="default"
            aria-label={t("canvas.addAfter", { step: "", exit: label })}
            onClick={(event) => openPalette(palette, event.currentTarget, from)}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function openPalette(palette: BuilderContextValue["palette"], element: HTMLElement, from: { node: string; exit: string }) {
  const box = element.getBoundingClientRect();
  palette.set({ kind: "step", at: { x: box.right - 320, y: box.bottom + 4 }, from });
}

function OnError({ node }: { node: StepDraft }) {
  const { t } = useTranslation("builder");
  const store = useStore();
  return (
    <Input.Wrapper
      label={t("panel.onError")}
      description={t(`panel.onErrorHint.${node.onError ?? "continue"}`)}
      labelElement="div"
      inputWrapperOrder={["label", "input", "description"]}
    >
      <div>
        <SegmentedControl
          size="xs"
          my={4}
          aria-label={t("panel.onError")}
          data={(["continue", "stop"] as const).map((value) => ({ value, label: t(`panel.onErrorChoice.${value}`) }))}
          value={node.onError ?? "continue"}
          onChange={(value) => store.change((draft) => setOnError(draft, node.id, value))}
        />
      </div>
    </Input.Wrapper>
  );
}
