/** Frames around nodes: made, named, taken away. A frame never holds what is not there, and no node is in two frames. */
import { type Draft, type GroupDraft, groupsOf, notesOf } from "./draft.ts";

export function withGroups(draft: Draft, groups: readonly GroupDraft[]): Draft {
  if (groups.length === 0 && !draft.canvas?.groups) return draft;
  return { ...draft, canvas: { ...draft.canvas, notes: notesOf(draft), groups: [...groups] } };
}

/** Nodes leave the frames they were in; a frame that is empty then goes. */
export function addGroup(draft: Draft, group: GroupDraft): Draft {
  const nodes = new Set([...draft.triggers, ...draft.steps, ...notesOf(draft)].map(({ id }) => id));
  const held = group.nodes.filter((id) => nodes.has(id));
  if (held.length === 0) return draft;
  return withGroups(draft, [...without(groupsOf(draft), new Set(held)), { ...group, nodes: held }]);
}

export function renameGroup(draft: Draft, id: string, title: string): Draft {
  return withGroups(
    draft,
    groupsOf(draft).map((group) => (group.id === id ? { ...group, title } : group)),
  );
}

/** Takes frames away and leaves what is in them; `ids` may name frames or nodes inside them. */
export function ungroup(draft: Draft, ids: ReadonlySet<string>): Draft {
  return withGroups(
    draft,
    groupsOf(draft).filter((group) => !ids.has(group.id) && !group.nodes.some((node) => ids.has(node))),
  );
}

/** After nodes or frames were removed. */
export function dropFromGroups(draft: Draft, ids: ReadonlySet<string>): Draft {
  const groups = groupsOf(draft);
  if (!groups.some((group) => ids.has(group.id) || group.nodes.some((node) => ids.has(node)))) return draft;
  return withGroups(
    draft,
    without(
      groups.filter(({ id }) => !ids.has(id)),
      ids,
    ),
  );
}

/** What is meant when frames are among the chosen: the nodes in them too. */
export function withMembers(draft: Draft, ids: ReadonlySet<string>): ReadonlySet<string> {
  const chosen = groupsOf(draft).filter(({ id }) => ids.has(id));
  return chosen.length === 0 ? ids : new Set([...ids, ...chosen.flatMap(({ nodes }) => nodes)]);
}

function without(groups: readonly GroupDraft[], ids: ReadonlySet<string>): GroupDraft[] {
  return groups.flatMap((group) => {
    const nodes = group.nodes.filter((node) => !ids.has(node));
    return nodes.length === group.nodes.length ? [group] : nodes.length === 0 ? [] : [{ ...group, nodes }];
  });
}
