/** An arrow. The small plus in its middle puts a step in between. */

import { IconPlus } from "@tabler/icons-react";
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { useBuilderContext } from "../builder-context.ts";
import type { Position } from "../document/draft.ts";
import { useObservable } from "../observable.ts";
import classes from "./arrow-edge.module.css";
import { type ArrowEdge as Arrow, edgeId } from "./graph.ts";
import { wayOf } from "./route.ts";
import { useFar } from "./use-far.ts";

export const ArrowEdge = memo(function ArrowEdge(props: EdgeProps<Arrow>) {
  const { source, target, data, selected, sourceX, sourceY, targetX, targetY } = props;
  const { palette, tools, trail, readOnly } = useBuilderContext();
  const far = useFar();
  const exit = data?.exit ?? "next";
  const mark = useObservable(trail, (value) =>
    value === null ? undefined : value.taken.has(edgeId(source, exit)) ? "taken" : readOnly ? "idle" : undefined,
  );
  const ends = { from: { x: sourceX, y: sourceY }, to: { x: targetX, y: targetY } };
  const around = data?.around ?? null;
  // While one of its steps is dragged, what was found for another place does not hold.
  const holds = around !== null && isNear(around.from, ends.from) && isNear(around.to, ends.to);
  const { path, middle } = wayOf(ends, holds ? around : null);
  return (
    <>
      <BaseEdge
        path={path}
        className={classes["arrow"] ?? ""}
        data-selected={selected || undefined}
        data-jump={data?.jump || undefined}
        data-trail={mark}
        interactionWidth={24}
        markerEnd={props.markerEnd ?? ""}
      />
      {!data?.jump && !readOnly && !far && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={`nodrag nopan ${classes["insert"]}`}
            data-selected={selected || undefined}
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
            aria-label={tools.t("canvas.insert", { exit: data?.label ?? "" })}
            title={tools.t("canvas.insert", { exit: data?.label ?? "" })}
            data-edge={`${source}-${target}`}
            onClick={(event) => {
              event.stopPropagation();
              palette.set({ kind: "step", at: { x: event.clientX + 12, y: event.clientY - 12 }, from: { node: source, exit } });
            }}
          >
            <IconPlus size={12} stroke={2.5} aria-hidden />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** The page measures in fractions of a pixel. */
function isNear(a: Position, b: Position): boolean {
  return Math.abs(a.x - b.x) < 2 && Math.abs(a.y - b.y) < 2;
}
