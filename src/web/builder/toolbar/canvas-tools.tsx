/** The floating tools on the canvas: add, search, tidy up, zoom. */
import { ActionIcon, Menu, Paper, Tooltip } from "@mantine/core";
import {
  IconBolt,
  IconBoxMultiple,
  IconKeyboard,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignTop,
  IconLayoutBoardSplit,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  IconLayoutGrid,
  IconMaximize,
  IconMinus,
  IconNote,
  IconPlus,
  IconSearch,
  IconSquarePlus,
} from "@tabler/icons-react";
import { useStore as useFlowStore, useReactFlow } from "@xyflow/react";
import type { ComponentType, MouseEvent } from "react";
import { alignSelected, autoLayout, createNote, groupSelected } from "../actions.ts";
import { useBuilderContext } from "../builder-context.ts";
import { useCamera } from "../canvas/camera.ts";
import type { Alignment } from "../canvas/layout.ts";
import { useBuilder, useStore } from "../store.ts";
import classes from "./canvas-tools.module.css";

const ALIGNMENTS: { how: Alignment; icon: ComponentType<{ size?: number }> }[] = [
  { how: "left", icon: IconLayoutAlignLeft },
  { how: "center", icon: IconLayoutAlignCenter },
  { how: "top", icon: IconLayoutAlignTop },
  { how: "middle", icon: IconLayoutAlignMiddle },
  { how: "columns", icon: IconLayoutDistributeVertical },
  { how: "rows", icon: IconLayoutDistributeHorizontal },
];

export function CanvasTools({ openSearch, openHelp }: { openSearch(): void; openHelp(): void }) {
  const { tools, palette, describe, readOnly } = useBuilderContext();
  const { t } = tools;
  const store = useStore();
  const flow = useReactFlow();
  const camera = useCamera();
  const several = useBuilder((state) => state.selection.size > 1);
  const place = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: box.right + 12, y: box.top - 8 };
  };
  const centre = () => flow.screenToFlowPosition({ x: window.innerWidth / 2 - 130, y: window.innerHeight / 2 - 40 });
  return (
    <>
      <Paper
        className={classes["left"] ?? ""}
        withBorder
        shadow="sm"
        role="toolbar"
        aria-label={t("toolbar.name")}
        aria-orientation="vertical"
      >
        {!readOnly && (
          <>
            <Tool
              label={t("canvas.addTrigger")}
              hint="T"
              icon={IconBolt}
              accent
              onClick={(event) => palette.set({ kind: "trigger", at: place(event) })}
            />
            <Tool
              label={t("canvas.addStep")}
              hint="A"
              icon={IconSquarePlus}
              onClick={(event) => palette.set({ kind: "step", at: place(event), place: centre() })}
            />
            <Tool label={t("canvas.addNote")} icon={IconNote} onClick={() => createNote(store, describe, centre())} />
            <Tool
              label={t("toolbar.layout")}
              hint="L"
              icon={IconLayoutGrid}
              onClick={() => {
                autoLayout(store, describe);
                setTimeout(camera.fit);
              }}
            />
            {several && <Tool label={t("canvas.groupSelected")} hint="⌘G" icon={IconBoxMultiple} onClick={() => groupSelected(store)} />}
            {several && (
              <Menu position="right-start" withinPortal>
                <Menu.Target>
                  <ActionIcon size={36} aria-label={t("toolbar.align")} title={t("toolbar.align")}>
                    <IconLayoutBoardSplit size={18} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  {ALIGNMENTS.map(({ how, icon: Icon }) => (
                    <Menu.Item key={how} leftSection={<Icon size={16} />} onClick={() => alignSelected(store, describe, how)}>
                      {t(`align.${how}`)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            )}
          </>
        )}
        <Tool label={t("toolbar.search")} hint="⌘F" icon={IconSearch} onClick={openSearch} />
        <Tool label={t("toolbar.help")} hint="?" icon={IconKeyboard} onClick={openHelp} />
      </Paper>
      <Paper className={classes["zoom"] ?? ""} withBorder shadow="sm" role="toolbar" aria-label={t("toolbar.zoom")}>
        <Tool label={t("toolbar.zoomOut")} hint="−" icon={IconMinus} onClick={camera.zoomOut} position="top" />
        <Zoom />
        <Tool label={t("toolbar.zoomIn")} hint="+" icon={IconPlus} onClick={camera.zoomIn} position="top" />
        <Tool label={t("toolbar.fit")} hint="F" icon={IconMaximize} onClick={camera.fit} position="top" />
      </Paper>
    </>
  );
}

function Zoom() {
  const zoom = useFlowStore((state) => Math.round(state.transform[2] * 100));
  const camera = useCamera();
  const { tools } = useBuilderContext();
  return (
    <button type="button" className={classes["percent"]} aria-label={tools.t("toolbar.zoomReset")} onClick={camera.actualSize}>
      {zoom}%
    </button>
  );
}

interface ToolProps {
  label: string;
  hint?: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  onClick(event: MouseEvent<HTMLElement>): void;
  accent?: boolean;
  position?: "right" | "top";
}

function Tool({ label, hint, icon: Icon, onClick, accent = false, position = "right" }: ToolProps) {
  return (
    <Tooltip label={hint ? `${label} (${hint})` : label} position={position}>
      <ActionIcon size={36} aria-label={label} onClick={onClick} {...(accent && { variant: "filled", color: "accent" })}>
        <Icon size={18} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  );
}
