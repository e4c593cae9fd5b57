/** A sticky note. Double-click or Enter to write. */
import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo } from "react";
import { useBuilderContext } from "../builder-context.ts";
import { updateNote } from "../document/commands.ts";
import { useBuilder, useStore } from "../store.ts";
import type { NoteFlowNode } from "./graph.ts";
import classes from "./note-node.module.css";

export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<NoteFlowNode>) {
  const store = useStore();
  const { tools, readOnly } = useBuilderContext();
  const editing = useBuilder((state) => state.writing === id) && !readOnly;
  const { text } = data.note;
  return (
    <div className={classes["note"]} data-selected={selected || undefined} onDoubleClick={() => store.write(id)}>
      <NodeResizer
        isVisible={selected && !readOnly}
        minWidth={120}
        minHeight={64}
        lineClassName={classes["line"] ?? ""}
        handleClassName={classes["corner"] ?? ""}
        onResizeEnd={(_, { width, height, x, y }) =>
          store.change((draft) => updateNote(draft, id, { size: { width, height }, position: { x, y } }))
        }
      />
      {editing ? (
        <textarea
          className={`nodrag nowheel ${classes["text"]}`}
          autoFocus
          defaultValue={text}
          maxLength={4000}
          aria-label={tools.t("canvas.note")}
          placeholder={tools.t("canvas.notePlaceholder")}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") event.currentTarget.blur();
          }}
          onBlur={(event) => {
            store.write(null);
            const value = event.currentTarget.value;
            if (value !== text) store.change((draft) => updateNote(draft, id, { text: value }));
          }}
        />
      ) : (
        <div className={classes["text"]}>{text || <span className={classes["empty"]}>{tools.t("canvas.notePlaceholder")}</span>}</div>
      )}
    </div>
  );
});
