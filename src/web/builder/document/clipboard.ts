/** Copy and paste as text: YAML that a person can read, mail and paste into another automation or workspace. */
import { parse, stringify } from "yaml";
import type { Draft, GroupDraft, NoteDraft, Position, StepDraft, TriggerDraft } from "./draft.ts";
import { groupsOf, notesOf } from "./draft.ts";
import { withGroups, withMembers } from "./groups.ts";

export interface Fragment {
  triggers: TriggerDraft[];
  steps: StepDraft[];
  notes: NoteDraft[];
  groups: GroupDraft[];
}

/** The chosen nodes, and the frames whose nodes are all chosen; arrows that leave the choice are cut. */
export function copyFragment(draft: Draft, chosen: ReadonlySet<string>): Fragment {
  const ids = withMembers(draft, chosen);
  const kept = new Set(draft.steps.filter((step) => ids.has(step.id)).map((step) => step.id));
  return {
    triggers: draft.triggers
      .filter((trigger) => ids.has(trigger.id))
      .map(({ next, ...trigger }) => (next !== undefined && kept.has(next) ? { ...trigger, next } : trigger)),
    steps: draft.steps
      .filter((step) => kept.has(step.id))
      .map((step) => ({ ...step, exits: Object.fromEntries(Object.entries(step.exits).filter(([, target]) => kept.has(target))) })),
    notes: notesOf(draft).filter((note) => ids.has(note.id)),
    groups: groupsOf(draft).filter((group) => group.nodes.every((node) => ids.has(node))),
  };
}

export function isEmptyFragment(fragment: Fragment): boolean {
  return fragment.triggers.length + fragment.steps.length + fragment.notes.length === 0;
}

export function fragmentToText({ triggers, steps, notes, groups }: Fragment): string {
  return stringify({
    ...(triggers.length > 0 && { triggers }),
    ...(steps.length > 0 && { steps }),
    ...(notes.length + groups.length > 0 && { canvas: { notes, ...(groups.length > 0 && { groups }) } }),
  });
}

/** Reads YAML or JSON: a fragment or a whole automation. Null where the text is something else. */
export function textToFragment(text: string): Fragment | null {
  if (text.length > 2_000_000 || !/\b(triggers|steps|canvas)\b/.test(text)) return null;
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const input = value as { triggers?: unknown; steps?: unknown; canvas?: { notes?: unknown; groups?: unknown } };
  const fragment: Fragment = {
    triggers: nodes(input.triggers).map((node) => ({ ...node, config: node.config ?? {} }) as TriggerDraft),
    steps: nodes(input.steps).map((node) => ({ ...node, config: node.config ?? {}, exits: node.exits ?? {} }) as StepDraft),
    notes: nodes(input.canvas?.notes) as unknown as NoteDraft[],
    groups: (nodes(input.canvas?.groups) as unknown as GroupDraft[]).filter(({ nodes: held }) => Array.isArray(held)),
  };
  return isEmptyFragment(fragment) ? null : fragment;
}

function nodes(value: unknown): Partial<StepDraft>[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item): item is Partial<StepDraft> => typeof item === "object" && item !== null && typeof (item as { id?: unknown }).id === "string",
  );
}

/** Adds a fragment under new ids, moved by `offset`. Arrows and jumps inside the fragment follow; returns the new ids. */
export function pasteFragment(
  draft: Draft,
  fragment: Fragment,
  makeId: (prefix: string) => string,
  offset: Position,
): { draft: Draft; ids: string[] } {
  const renamed = new Map<string, string>();
  for (const trigger of fragment.triggers) renamed.set(trigger.id, makeId("t"));
  for (const step of fragment.steps) renamed.set(step.id, makeId("s"));
  const target = (id: string) => renamed.get(id);
  const shift = ({ x, y }: Position = { x: 0, y: 0 }): Position => ({ x: x + offset.x, y: y + offset.y });
  const triggers = fragment.triggers.map(({ next, ...trigger }) => {
    const to = next === undefined ? undefined : target(next);
    return { ...trigger, id: renamed.get(trigger.id) as string, position: shift(trigger.position), ...(to !== undefined && { next: to }) };
  });
  const steps = fragment.steps.map((step) => ({
    ...step,
    id: renamed.get(step.id) as string,
    position: shift(step.position),
    exits: Object.fromEntries(
      Object.entries(step.exits).flatMap(([exit, to]) => (target(to) === undefined ? [] : [[exit, target(to) as string]])),
    ),
    // A jump names its step in the config.
    config:
      typeof step.config["step"] === "string" && target(step.config["step"])
        ? { ...step.config, step: target(step.config["step"]) as string }
        : step.config,
  }));
  const notes = fragment.notes.map((note) => {
    const id = makeId("n");
    renamed.set(note.id, id);
    return { ...note, id, position: shift(note.position) };
  });
  const groups = fragment.groups.flatMap((group) => {
    const held = group.nodes.flatMap((node) => renamed.get(node) ?? []);
    return held.length === 0 ? [] : [{ ...group, id: makeId("g"), nodes: held }];
  });
  return {
    draft: withGroups(
      {
        ...draft,
        triggers: [...draft.triggers, ...triggers],
        steps: [...draft.steps, ...steps],
        ...((draft.canvas || notes.length > 0) && { canvas: { ...draft.canvas, notes: [...notesOf(draft), ...notes] } }),
      },
      [...groupsOf(draft), ...groups],
    ),
    ids: [...triggers, ...steps, ...notes].map((node) => node.id),
  };
}
