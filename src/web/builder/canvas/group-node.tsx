/** A named frame behind its nodes. Double-click or Enter to name it; dragging it moves what is in it. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconBoxMultiple } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useBuilderContext } from "../builder-context.ts";
import { renameGroup, ungroup } from "../document/groups.ts";
import { useBuilder, useStore } from "../store.ts";
import type { GroupFlowNode } from "./graph.ts";
import classes from "./group-node.module.css";

export const GroupNode = memo(function GroupNode({ id, data, selected }: NodeProps<GroupFlowNode>) {
  const store = useStore();
  const { tools, readOnly } = useBuilderContext();
  const { title } = data.group;
  const editing = useBuilder((state) => state.writing === id) && !readOnly;
  return (
    <div className={classes.group} data-selected={selected || undefined} onDoubleClick={() => store.write(id)}>
      <div className={classes.head}>
        {editing ? (
          <input
            className={`nodrag ${classes.title}`}
            autoFocus
            defaultValue={title}
            maxLength={200}
            aria-label={tools.t("canvas.groupName")}
            placeholder={tools.t("canvas.groupName")}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
            }}
            onBlur={(event) => {
              store.write(null);
              const value = event.currentTarget.value.trim();
              if (value !== title) store.change((draft) => renameGroup(draft, id, value));
            }}
          />
        ) : (
          <span className={classes.title}>{title || tools.t("canvas.group")}</span>
        )}
        {selected && !readOnly && (
          <Tooltip label={tools.t("canvas.ungroup")}>
            <ActionIcon
              className="nodrag"
              size={24}
              aria-label={tools.t("canvas.ungroup")}
              onClick={() => store.change((draft) => ungroup(draft, new Set([id])))}
            >
              <IconBoxMultiple size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </div>
  );
});
