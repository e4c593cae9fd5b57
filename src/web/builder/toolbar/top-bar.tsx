/** Name, state and the way to publish. */
import { ActionIcon, Avatar, Badge, Button, Group, Menu, SegmentedControl, Text, TextInput, Tooltip } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconDots,
  IconDownload,
  IconFileImport,
  IconHistory,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconSettings,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SaveState } from "../autosave.ts";
import { setDetails } from "../document/commands.ts";
import { type Observable, useObservable } from "../observable.ts";
import { useBuilder, useStore } from "../store.ts";
import classes from "./top-bar.module.css";

export type BuilderMode = "edit" | "test" | "live" | "versions";

export interface TopBarProps {
  workspace: string;
  state: "draft" | "active" | "paused";
  publishedVersion: number | null;
  changed: boolean;
  mode: BuilderMode;
  setMode(mode: BuilderMode): void;
  saveState: Observable<SaveState>;
  refusal: Observable<string | null>;
  others: readonly { memberId: string; name: string }[];
  problems: ReactNode;
  mayWrite: boolean;
  onPublish(): void;
  onActivate(): void;
  onDeactivate(): void;
  onStart(): void;
  onExport(): void;
  onImport(): void;
  onSettings(): void;
}

const STATE_COLORS = { draft: "gray", active: "accent", paused: "yellow" } as const;

export function TopBar(props: TopBarProps) {
  const { t } = useTranslation(["builder", "automations", "common"]);
  const { mode, setMode, state, mayWrite } = props;
  return (
    <header className={classes["bar"]}>
      <Group gap="xs" wrap="nowrap" className={classes["left"] ?? ""}>
        <Tooltip label={t("top.back")}>
          <ActionIcon
            size={36}
            aria-label={t("top.back")}
            renderRoot={(rest) => <Link to="/w/$workspace/automations" params={{ workspace: props.workspace }} {...rest} />}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
        </Tooltip>
        <Name disabled={!mayWrite || mode !== "edit"} />
        <Badge variant="light" color={STATE_COLORS[state]} className={classes["state"] ?? ""} tt="none" fw={600}>
          {t(`state.${state}`)}
          {props.publishedVersion !== null && ` · v${props.publishedVersion}`}
        </Badge>
        <SaveStatus state={props.saveState} refusal={props.refusal} />
      </Group>
      <SegmentedControl
        className={classes["modes"] ?? ""}
        size="xs"
        aria-label={t("top.mode")}
        data={(["edit", "test", "live"] as const).map((value) => ({ value, label: t(`mode.${value}`) }))}
        // Versions are none of the three.
        value={mode === "versions" ? "" : mode}
        onChange={(next) => next !== "" && setMode(next)}
      />
      <Group gap={4} wrap="nowrap" justify="flex-end" className={classes["right"] ?? ""}>
        <Others others={props.others} />
        {mode === "edit" && mayWrite && <UndoRedo />}
        {props.problems}
        <Menu position="bottom-end" withinPortal width={240}>
          <Menu.Target>
            <Tooltip label={t("top.more")}>
              <ActionIcon size={36} aria-label={t("top.more")}>
                <IconDots size={18} />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWrite && state === "active" && (
              <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={props.onDeactivate}>
                {t("top.pause")}
              </Menu.Item>
            )}
            {mayWrite && state !== "active" && props.publishedVersion !== null && (
              <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={props.onActivate}>
                {t("top.activate")}
              </Menu.Item>
            )}
            {mayWrite && state === "active" && (
              <Menu.Item leftSection={<IconPlayerTrackNext size={16} />} onClick={props.onStart}>
                {t("automations:start.menu")}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => setMode("versions")}>
              {t("top.versions")}
            </Menu.Item>
            <Menu.Item leftSection={<IconSettings size={16} />} onClick={props.onSettings}>
              {t("top.settings")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconDownload size={16} />} onClick={props.onExport}>
              {t("top.export")}
            </Menu.Item>
            {mayWrite && (
              <Menu.Item leftSection={<IconFileImport size={16} />} onClick={props.onImport}>
                {t("top.import")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
        {mayWrite && (
          <Button onClick={props.onPublish} disabled={!props.changed && state === "active"}>
            {props.publishedVersion === null
              ? t("top.publish")
              : props.changed
                ? t("top.publishChanges")
                : state === "active"
                  ? t("top.published")
                  : t("top.activate")}
          </Button>
        )}
      </Group>
    </header>
  );
}

function Name({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation("builder");
  const store = useStore();
  const name = useBuilder((state) => state.history.present.draft.name);
  return (
    <TextInput
      variant="unstyled"
      className={classes["name"] ?? ""}
      aria-label={t("top.name")}
      placeholder={t("top.namePlaceholder")}
      value={name}
      maxLength={200}
      readOnly={disabled}
      // As wide as its words, so that the state stands beside them.
      style={{ width: `${Math.ceil(Math.max(name.length, 8) * 1.2) + 1}ch` }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        store.change((draft) => setDetails(draft, { name: next }), { mergeKey: "name" });
      }}
      onBlur={() => store.seal()}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}

const SAVE_ICONS = {
  saved: IconCloudCheck,
  dirty: IconCloudUp,
  saving: IconCloudUp,
  offline: IconCloudOff,
  refused: IconAlertTriangle,
} as const;

function SaveStatus({ state, refusal }: { state: Observable<SaveState>; refusal: Observable<string | null> }) {
  const { t } = useTranslation("builder");
  const current = useObservable(state);
  const reason = useObservable(refusal);
  const Icon = SAVE_ICONS[current];
  const bad = current === "offline" || current === "refused";
  return (
    <Tooltip label={reason ?? t(`save.${current}Hint`)} multiline maw={320}>
      <Group
        gap={4}
        wrap="nowrap"
        role="status"
        aria-live={bad ? "assertive" : "off"}
        c={bad ? "var(--parola-danger)" : "dimmed"}
        className={classes["save"] ?? ""}
      >
        <Icon size={16} />
        <Text size="xs" className={bad ? "" : (classes["saveWord"] ?? "")}>
          {t(`save.${current}`)}
        </Text>
      </Group>
    </Tooltip>
  );
}

function UndoRedo() {
  const { t } = useTranslation("common");
  const store = useStore();
  const canUndo = useBuilder((state) => state.history.past.length > 0);
  const canRedo = useBuilder((state) => state.history.future.length > 0);
  return (
    <>
      <Tooltip label={`${t("undo")} (⌘Z)`}>
        <ActionIcon size={36} aria-label={t("undo")} disabled={!canUndo} onClick={() => store.undo()} className={classes["wide"] ?? ""}>
          <IconArrowBackUp size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t("redo")} (⇧⌘Z)`}>
        <ActionIcon size={36} aria-label={t("redo")} disabled={!canRedo} onClick={() => store.redo()} className={classes["wide"] ?? ""}>
          <IconArrowForwardUp size={18} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function Others({ others }: { others: TopBarProps["others"] }) {
  const { t } = useTranslation("builder");
  if (others.length === 0) return null;
  return (
    <Avatar.Group spacing="xs" mr={4} role="group" aria-label={t("top.others")}>
      {others.slice(0, 4).map((other) => (
        <Tooltip key={other.memberId} label={t("top.alsoHere", { name: other.name })}>
          <Avatar size={28} radius="xl" name={other.name} color="accent" />
        </Tooltip>
      ))}
    </Avatar.Group>
  );
}
