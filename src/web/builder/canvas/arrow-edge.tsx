/** An arrow. The small plus in its middle puts a step in between. */

import { IconPlus } from "@tabler/icons-react";
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import { useBuilderContext } from "../builder-context.ts";
import { useObservable } from "../observable.ts";
import classes from "./arrow-edge.module.css";
import { type ArrowEdge as Arrow, edgeId } from "./graph.ts";
import { useFar } from "./use-far.ts";

export const ArrowEdge = memo(function ArrowEdge(props: EdgeProps<Arrow>) {
  const { source, target, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const { palette, tools, trail, readOnly } = useBuilderContext();
  const far = useFar();
  const exit = data?.exit ?? "next";
  const mark = useObservable(trail, (value) =>
    value === null ? undefined : value.taken.has(edgeId(source, exit)) ? "taken" : readOnly ? "idle" : undefined,
  );
  const [path, labelX, labelY] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: targetX < sourceX ? 0.6 : 0.35,
  });
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
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
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
