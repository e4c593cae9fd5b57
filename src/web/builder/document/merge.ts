/**
 * Three-way merge of two people's drafts. Works on nodes by id and inside a node on its keys, one level into `config` and `exits`:
 * what only one side changed is taken from it; what both changed differently is a conflict, kept as mine until someone chooses.
 */
import { type Draft, type GroupDraft, groupsOf, type NoteDraft, notesOf, type StepDraft, type TriggerDraft } from "./draft.ts";
import { equal } from "./equal.ts";
import { dropFromGroups } from "./groups.ts";

export interface Conflict {
  /** Node or note; null for the automation's own keys (name, settings). */
  nodeId: string | null;
  /** `config.text`, `exits.next`, `label`; empty where one side deleted the node and the other changed it. */
  path: string;
  mine: unknown;
  theirs: unknown;
}

export interface Merged {
  draft: Draft;
  conflicts: Conflict[];
}

type Item = TriggerDraft | StepDraft | NoteDraft | GroupDraft;
type Keys = Record<string, unknown>;

/** Keys whose own keys are merged one by one. */
const NESTED = new Set(["config", "exits", "settings"]);
/** Both moved it, or changed what a frame holds: not worth asking. */
const SILENT = new Set(["position", "size", "nodes"]);

export function mergeDrafts(base: Draft, mine: Draft, theirs: Draft): Merged {
  const conflicts: Conflict[] = [];
  const { triggers: _t, steps: _s, canvas: _c, ...own } = mine;
  const details = mergeKeys(pickDetails(base), own, pickDetails(theirs), null, "", conflicts);
  const triggers = mergeItems(base.triggers, mine.triggers, theirs.triggers, conflicts);
  const steps = mergeItems(base.steps, mine.steps, theirs.steps, conflicts);
  const notes = mergeItems(notesOf(base), notesOf(mine), notesOf(theirs), conflicts);
  const groups = mergeItems(groupsOf(base), groupsOf(mine), groupsOf(theirs), conflicts);
  const canvas = { notes, ...((mine.canvas?.groups ?? theirs.canvas?.groups) && { groups }) };
  const draft = { ...details, triggers, steps, ...((mine.canvas ?? theirs.canvas) && { canvas }) } as Draft;
  return { draft: dropDangling(draft), conflicts };
}

function pickDetails({ triggers: _t, steps: _s, canvas: _c, ...details }: Draft): Keys {
  return details;
}

function mergeItems<T extends Item>(base: readonly T[], mine: readonly T[], theirs: readonly T[], conflicts: Conflict[]): T[] {
  const before = byId(base);
  const left = byId(mine);
  const right = byId(theirs);
  const ids = [...mine.map((item) => item.id), ...theirs.filter((item) => !left.has(item.id)).map((item) => item.id)];
  return ids.flatMap((id) => {
    const merged = mergeItem(before.get(id), left.get(id), right.get(id), id, conflicts);
    return merged ? [merged] : [];
  });
}

function mergeItem<T extends Item>(
  base: T | undefined,
  mine: T | undefined,
  theirs: T | undefined,
  id: string,
  conflicts: Conflict[],
): T | undefined {
  if (mine && theirs)
    return mergeKeys(
      (base ?? {}) as unknown as Keys,
      mine as unknown as Keys,
      theirs as unknown as Keys,
      id,
      "",
      conflicts,
    ) as unknown as T;
  const present = mine ?? theirs;
  if (!base || !present) return present;
  // Deleted on one side: gone, unless the other changed what it says (moving it does not count).
  const { position: _p, size: _z, ...was } = base as unknown as Keys;
  const { position: _q, size: _y, ...is } = present as unknown as Keys;
  if (equal(was, is)) return undefined;
  conflicts.push({ nodeId: id, path: "", mine, theirs });
  return present;
}

function mergeKeys(base: Keys, mine: Keys, theirs: Keys, nodeId: string | null, prefix: string, conflicts: Conflict[]): Keys {
  const merged: Keys = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const [was, left, right] = [base[key], mine[key], theirs[key]];
    let value = left;
    if (equal(left, right) || equal(right, was)) value = left;
    else if (equal(left, was)) value = right;
    else if (NESTED.has(key) && isKeys(left) && isKeys(right)) {
      value = mergeKeys(isKeys(was) ? was : {}, left, right, nodeId, `${prefix}${key}.`, conflicts);
    } else if (!SILENT.has(key)) conflicts.push({ nodeId, path: prefix + key, mine: left, theirs: right });
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** Arrows to a step that the other side deleted end openly; frames forget it. */
function dropDangling(whole: Draft): Draft {
  const ids = new Set(whole.steps.map((step) => step.id));
  const gone = groupsOf(whole).flatMap(({ nodes }) =>
    nodes.filter((id) => !ids.has(id) && ![...whole.triggers, ...notesOf(whole)].some((node) => node.id === id)),
  );
  const draft = dropFromGroups(whole, new Set(gone));
  return {
    ...draft,
    triggers: draft.triggers.map((trigger) => {
      if (trigger.next === undefined || ids.has(trigger.next)) return trigger;
      const { next: _, ...rest } = trigger;
      return rest;
    }),
    steps: draft.steps.map((step) =>
      Object.values(step.exits).every((target) => ids.has(target))
        ? step
        : { ...step, exits: Object.fromEntries(Object.entries(step.exits).filter(([, target]) => ids.has(target))) },
    ),
  };
}

/** Replaces my side of a conflict by theirs. */
export function takeTheirs(draft: Draft, conflict: Conflict): Draft {
  if (conflict.nodeId === null) return setPath(draft as unknown as Keys, conflict.path, conflict.theirs) as unknown as Draft;
  const change = <T extends Item>(items: readonly T[]): T[] =>
    items.flatMap((item) => {
      if (item.id !== conflict.nodeId) return [item];
      if (conflict.path === "") return conflict.theirs === undefined ? [] : [conflict.theirs as T];
      return [setPath(item as unknown as Keys, conflict.path, conflict.theirs) as unknown as T];
    });
  return dropDangling({
    ...draft,
    triggers: change(draft.triggers),
    steps: change(draft.steps),
    ...(draft.canvas && {
      canvas: { notes: change(draft.canvas.notes), ...(draft.canvas.groups && { groups: change(draft.canvas.groups) }) },
    }),
  });
}

/** Keeps my deletion where they had changed the node. */
export function takeMine(draft: Draft, conflict: Conflict): Draft {
  return conflict.path === "" && conflict.mine === undefined ? takeTheirs(draft, { ...conflict, theirs: undefined }) : draft;
}

/** Puts my side where theirs stands. */
export function takeMineBack(draft: Draft, conflict: Conflict): Draft {
  return takeTheirs(draft, { ...conflict, theirs: conflict.mine });
}

function setPath(target: Keys, path: string, value: unknown): Keys {
  const [head = "", ...rest] = path.split(".");
  if (rest.length > 0) return { ...target, [head]: setPath(isKeys(target[head]) ? target[head] : {}, rest.join("."), value) };
  const { [head]: _, ...others } = target;
  return value === undefined ? others : { ...others, [head]: value };
}

function byId<T extends { id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function isKeys(value: unknown): value is Keys {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
