/** A trigger or step on the canvas. Exits are handles on its right side: drag from one to connect, press it to add a step. */

import { IconAlertCircleFilled, IconAlertTriangleFilled, IconPlus } from "@tabler/icons-react";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { type CSSProperties, type MouseEvent, memo } from "react";
import { hue } from "../../ui/hue.ts";
import { useBuilderContext } from "../builder-context.ts";
import { iconOf } from "../icons.ts";
import { useObservable } from "../observable.ts";
import { exitPoint, hasExitRows, summaryLines } from "./geometry.ts";
import { ENTRY_HANDLE, JUMP_HANDLE, type StepFlowNode } from "./graph.ts";
import { LiveBadge, LiveExit } from "./live-badge.tsx";
import type { NodeView, ViewExit } from "./node-view.ts";
import classes from "./step-node.module.css";
import { useFar } from "./use-far.ts";

export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepFlowNode>) {
  const { view } = data;
  const { trail, marks, tools, readOnly } = useBuilderContext();
  const change = useObservable(marks, (value) => value?.get(id));
  const mark = useObservable(trail, (value) =>
    value === null
      ? undefined
      : value.failed.has(id)
        ? "failed"
        : value.current.has(id)
          ? "current"
          : value.visited.has(id)
            ? "visited"
            : // Who edits needs all of it to be read.
              readOnly
              ? "idle"
              : undefined,
  );
  const value = useObservable(trail, (shown) => shown?.values.get(id));
  const far = useFar();
  const Icon = iconOf(view.type, view.group);
  const { strong, soft } = hue(view.group);
  const connected = new Set(data.connected === "" ? [] : data.connected.split("\n"));
  const rows = hasExitRows(view.exits);
  const frame = {
    className: classes["node"],
    "data-selected": selected || undefined,
    "data-kind": view.kind,
    "data-trail": mark,
    "data-change": change,
    style: { "--hue": strong, "--hue-soft": soft } as CSSProperties,
  };
  if (far) {
    return (
      <div {...frame} data-far>
        <Icon size={40} stroke={1.8} aria-hidden />
        <FarHandles view={view} />
      </div>
    );
  }
  return (
    <div {...frame}>
      {view.kind === "step" && (
        <Handle type="target" id={ENTRY_HANDLE} position={Position.Left} className={classes["entry"]} isConnectableStart={false} />
      )}
      <LiveBadge id={id} />
      <div className={classes["header"]}>
        <span className={classes["icon"]} aria-hidden>
          <Icon size={16} stroke={1.8} />
        </span>
        <span className={classes["title"]} title={view.title}>
          {view.title}
        </span>
        <ProblemBadge id={id} />
        {view.kind === "trigger" && <span className={classes["start"]}>{tools.t("canvas.start")}</span>}
      </div>
      {view.summary !== "" && (
        <div className={classes["summary"]} data-lines={summaryLines(view.summary)}>
          {view.summary}
        </div>
      )}
      {rows ? (
        <div className={classes["exits"]}>
          {view.exits.map((exit) => (
            <div
              key={exit.name}
              className={classes["exit"]}
              data-missing={exit.missing || undefined}
              data-quiet={exit.name === "failed" || exit.name === "timeout" || undefined}
            >
              <span className={classes["exitLabel"]} title={exit.label}>
                {exit.label}
              </span>
              <LiveExit id={id} exit={exit.name} />
              <ExitHandle view={view} exit={exit} connected={connected.has(exit.name)} />
            </div>
          ))}
        </div>
      ) : (
        view.exits.map((exit) => (
          <div key={exit.name} className={classes["single"]}>
            <ExitHandle view={view} exit={exit} connected={connected.has(exit.name)} />
          </div>
        ))
      )}
      {view.jumps.length > 0 && (
        <Handle type="source" id={JUMP_HANDLE} position={Position.Right} className={classes["jump"]} isConnectable={false} />
      )}
      {value !== undefined && (
        <div className={classes["value"]} title={value}>
          {value}
        </div>
      )}
    </div>
  );
});

/** Bare ends for the arrows: React Flow measures them in the page, whatever it was told. */
function FarHandles({ view }: { view: NodeView }) {
  return (
    <>
      {view.kind === "step" && (
        <Handle type="target" id={ENTRY_HANDLE} position={Position.Left} className={classes["entry"]} isConnectable={false} />
      )}
      {view.exits.map((exit) => (
        <Handle
          key={exit.name}
          type="source"
          id={exit.name}
          position={Position.Right}
          className={classes["far"]}
          style={{ top: exitPoint(view, exit.name).y }}
          isConnectable={false}
        />
      ))}
      {view.jumps.length > 0 && (
        <Handle type="source" id={JUMP_HANDLE} position={Position.Right} className={classes["jump"]} isConnectable={false} />
      )}
    </>
  );
}

function ExitHandle({ view, exit, connected }: { view: NodeView; exit: ViewExit; connected: boolean }) {
  const { palette, tools, readOnly } = useBuilderContext();
  const open = (event: { currentTarget: EventTarget & Element }) => {
    const box = event.currentTarget.getBoundingClientRect();
    palette.set({ kind: "step", at: { x: box.right + 8, y: box.top - 8 }, from: { node: view.id, exit: exit.name } });
  };
  const interactive = !connected && !readOnly;
  const label = tools.t("canvas.addAfter", { step: view.title, exit: exit.label });
  return (
    <Handle
      type="source"
      id={exit.name}
      position={Position.Right}
      className={classes["handle"]}
      data-connected={connected || undefined}
      data-hidden={(readOnly && !connected) || undefined}
      isConnectableEnd={false}
      isConnectable={!readOnly}
      {...(interactive && {
        role: "button",
        tabIndex: 0,
        "aria-label": label,
        title: label,
        onClick: (event: MouseEvent<HTMLDivElement>) => {
          event.stopPropagation();
          open(event);
        },
        onKeyDown: (event: React.KeyboardEvent<HTMLDivElement>) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          event.stopPropagation();
          open(event);
        },
      })}
    >
      {interactive && <IconPlus size={12} stroke={2.5} className={classes["plus"]} aria-hidden />}
    </Handle>
  );
}

function ProblemBadge({ id }: { id: string }) {
  const { problems, tools } = useBuilderContext();
  const own = useObservable(problems, (map) => map.get(id));
  if (!own || own.length === 0) return null;
  const serious = own.some((problem) => problem.severity !== "warning");
  const text = tools.t(serious ? "problems.errors" : "problems.warnings", { count: own.length });
  const Icon = serious ? IconAlertCircleFilled : IconAlertTriangleFilled;
  return (
    <span
      className={classes["problem"]}
      data-severity={serious ? "error" : "warning"}
      title={own.map((problem) => problem.message).join("\n")}
      role="img"
      aria-label={text}
    >
      <Icon size={16} />
    </span>
  );
}
