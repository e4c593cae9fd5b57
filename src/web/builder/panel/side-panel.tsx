/** The form of the open step, beside the canvas; over it on a telephone. */
import { ActionIcon, CloseButton, Group, Menu, ScrollArea, Stack, Text, Textarea, TextInput, Tooltip } from "@mantine/core";
import { IconCopy, IconDots, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { hue } from "../../ui/hue.ts";
import { useSteadyFocus } from "../../ui/use-steady-focus.ts";
import { duplicateSelected, removeSelected } from "../actions.ts";
import { useBuilderContext } from "../builder-context.ts";
import { typeExits } from "../canvas/node-exits.ts";
import { dropExits, setConfig, setLabel, setNodeNote } from "../document/commands.ts";
import { findNode, isStep, type StepDraft, type TriggerDraft } from "../document/draft.ts";
import { focusNode } from "../focus.ts";
import { SchemaForm } from "../form/schema-form.tsx";
import { iconOf } from "../icons.ts";
import { nodeForm } from "../node-form.ts";
import { useObservable } from "../observable.ts";
import { useBuilder, useStore } from "../store.ts";
import { ExitList } from "./exit-list.tsx";
import { NodeProblems } from "./node-problems.tsx";
import classes from "./side-panel.module.css";

const NO_PROBLEMS: readonly Problem[] = [];

export function SidePanel() {
  const open = useBuilder((state) => state.open);
  const node = useBuilder((state) => (state.open === null ? undefined : findNode(state.history.present.draft, state.open)));
  if (open === null || !node) return null;
  return <NodePanel key={open} node={node} />;
}

function NodePanel({ node }: { node: TriggerDraft | StepDraft }) {
  const { t } = useTranslation(["builder", "common"]);
  const store = useStore();
  const { describe, problems, readOnly } = useBuilderContext();
  const view = describe(node);
  const own = useObservable(problems, (map) => map.get(node.id)) ?? NO_PROBLEMS;
  const Icon = iconOf(node.type, view.group);
  const { strong, soft } = hue(view.group);
  // Problems are found while one writes below them.
  const viewport = useSteadyFocus<HTMLDivElement>();
  return (
    <aside
      className={classes["panel"]}
      data-node-panel
      aria-label={t("panel.name", { title: view.title })}
      onKeyDown={(event) => {
        const target = event.target as HTMLElement;
        // Not of a menu or a dialog that the form opened, nor of a list that this key closes.
        if (event.key !== "Escape" || event.defaultPrevented || !event.currentTarget.contains(target)) return;
        if (target.getAttribute("aria-expanded") === "true") return;
        event.stopPropagation();
        event.nativeEvent.stopImmediatePropagation();
        focusNode(node.id);
      }}
    >
      <Group className={classes["header"] ?? ""} gap="xs" wrap="nowrap">
        <span className={classes["icon"]} style={{ color: strong, background: soft }} aria-hidden>
          <Icon size={18} stroke={1.8} />
        </span>
        <TextInput
          variant="unstyled"
          className={classes["title"] ?? ""}
          aria-label={t("panel.label")}
          placeholder={view.typeTitle}
          value={node.label ?? ""}
          maxLength={120}
          disabled={readOnly}
          onChange={(event) => {
            const label = event.currentTarget.value;
            store.change((draft) => setLabel(draft, node.id, label), { mergeKey: `label ${node.id}` });
          }}
          onBlur={() => store.seal()}
        />
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Tooltip label={t("panel.more")}>
              <ActionIcon aria-label={t("panel.more")}>
                <IconDots size={18} />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            {/* What documents and the API call it. */}
            <Menu.Label className={classes["id"] ?? ""}>{t("panel.id", { id: node.id })}</Menu.Label>
            <Menu.Item leftSection={<IconCopy size={16} />} disabled={readOnly} onClick={() => duplicateSelected(store)}>
              {t("common:duplicate")}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} />} color="red" disabled={readOnly} onClick={() => removeSelected(store)}>
              {t("common:delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <CloseButton
          aria-label={t("common:close")}
          onClick={() => {
            store.select([], null);
            focusNode(node.id);
          }}
        />
      </Group>
      <ScrollArea className={classes["body"] ?? ""} type="auto" offsetScrollbars={false} viewportRef={viewport}>
        {/* A fieldset switches every control of a form off at once. */}
        <fieldset disabled={readOnly} className={classes["fieldset"]}>
          <Stack gap="md" p="md">
            {node.label !== undefined && (
              <Text size="xs" c="dimmed">
                {view.typeTitle}
              </Text>
            )}
            <NodeProblems node={node} problems={own} />
            <NodeConfig node={node} problems={own} />
            <ExitList node={node} view={view} />
            <Textarea
              label={t("panel.note")}
              description={t("panel.noteHint")}
              autosize
              minRows={1}
              maxLength={4000}
              value={node.note ?? ""}
              onChange={(event) => {
                const note = event.currentTarget.value;
                store.change((draft) => setNodeNote(draft, node.id, note), { mergeKey: `note ${node.id}` });
              }}
              onBlur={() => store.seal()}
            />
          </Stack>
        </fieldset>
      </ScrollArea>
    </aside>
  );
}

function NodeConfig({ node, problems }: { node: TriggerDraft | StepDraft; problems: readonly Problem[] }) {
  const { t } = useTranslation("builder");
  const store = useStore();
  const { registry } = useBuilderContext();
  const kind = isStep(node) ? "step" : "trigger";
  const type = kind === "step" ? registry.steps[node.type] : registry.triggers[node.type];
  const Form = nodeForm(kind, node.type)?.Form;
  const local = useMemo(() => problems.map((problem) => ({ ...problem, path: localPath(problem.path) })), [problems]);

  const onChange = (config: JsonObject, mergeKey?: string) =>
    store.change(
      (draft) => {
        const changed = setConfig(draft, node.id, config);
        const next = findNode(changed, node.id);
        if (!next || !isStep(next) || !isStep(node)) return changed;
        // Only exits that this very change took away: an arrow that never fitted stays visible as a problem.
        const before = new Set(typeExits(registry, node, undefined).map((exit) => exit.name));
        const after = new Set(typeExits(registry, next, undefined).map((exit) => exit.name));
        return dropExits(changed, node.id, new Set(Object.keys(next.exits).filter((exit) => after.has(exit) || !before.has(exit))));
      },
      mergeKey === undefined ? {} : { mergeKey: `${node.id} ${mergeKey}` },
    );

  if (!type) return <Text size="sm">{t("panel.unknownType", { type: node.type })}</Text>;
  return (
    <div onBlur={() => store.seal()}>
      <Text size="sm" c="dimmed" mb="sm">
        {t(`${kind}.${node.type}.summary`, { defaultValue: type.summary })}
      </Text>
      {Form ? (
        <Form nodeId={node.id} config={node.config} onChange={onChange} problems={local} />
      ) : (
        <SchemaForm schema={type.config} scope={node.type} value={node.config} onChange={onChange} problems={local} />
      )}
    </div>
  );
}

/** `steps.3.config.tags.0` → `tags.0`. */
function localPath(path: string): string {
  return path.replace(/^(steps|triggers)\.\d+\.(config\.?)?/, "");
}
