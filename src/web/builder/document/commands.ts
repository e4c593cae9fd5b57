/** Every change a person can make to the document, as pure functions from draft to draft. */
import type { OnError } from "../../../automation/definition.ts";
import type { JsonObject } from "../../../domain/json.ts";
import {
  arrows,
  type Draft,
  type ExitRef,
  isStep,
  type NoteDraft,
  notesOf,
  type Position,
  type StepDraft,
  TRIGGER_EXIT,
  type TriggerDraft,
} from "./draft.ts";
import { dropFromGroups } from "./groups.ts";

type AnyNode = TriggerDraft | StepDraft;

/** Leaves a key out where its value is empty, so that "cleared" and "never set" are the same document. */
function withOptional<T extends object, K extends keyof T>(value: T, key: K, next: T[K] | undefined): T {
  const { [key]: _, ...rest } = value;
  return (next === undefined || next === "" ? rest : { ...rest, [key]: next }) as T;
}

function mapNode(draft: Draft, id: string, change: (node: AnyNode) => AnyNode): Draft {
  if (draft.steps.some((step) => step.id === id)) {
    return { ...draft, steps: draft.steps.map((step) => (step.id === id ? (change(step) as StepDraft) : step)) };
  }
  return { ...draft, triggers: draft.triggers.map((trigger) => (trigger.id === id ? (change(trigger) as TriggerDraft) : trigger)) };
}

export function addTrigger(draft: Draft, trigger: TriggerDraft): Draft {
  return { ...draft, triggers: [...draft.triggers, trigger] };
}

export function addStep(draft: Draft, step: StepDraft): Draft {
  return { ...draft, steps: [...draft.steps, step] };
}

/** Draws an arrow; an exit has one, so an earlier one goes. A step never leads to itself. */
export function connect(draft: Draft, from: ExitRef, to: string): Draft {
  if (from.node === to || !draft.steps.some((step) => step.id === to)) return draft;
  return mapNode(draft, from.node, (node) =>
    isStep(node) ? { ...node, exits: { ...node.exits, [from.exit]: to } } : { ...node, next: to },
  );
}

export function disconnect(draft: Draft, from: ExitRef): Draft {
  return mapNode(draft, from.node, (node) => {
    if (!isStep(node)) return withOptional(node, "next", undefined);
    const { [from.exit]: _, ...exits } = node.exits;
    return { ...node, exits };
  });
}

/**
 * Puts a step behind an exit. What the exit led to before follows the new step's `continueBy` exit, so nothing is cut off;
 * without one (a jump, for example) the old arrow simply goes.
 */
export function insertStep(draft: Draft, from: ExitRef, step: StepDraft, continueBy: string | undefined): Draft {
  const old = arrows(draft).find((arrow) => arrow.from.node === from.node && arrow.from.exit === from.exit)?.to;
  const placed = old !== undefined && continueBy !== undefined ? { ...step, exits: { ...step.exits, [continueBy]: old } } : step;
  return connect(addStep(draft, placed), from, step.id);
}

/**
 * Removes triggers, steps and notes. Arrows into a removed step go on to what it led to by its only arrow (or by `next`), so
 * taking a step out of a chain leaves a chain.
 */
export function remove(draft: Draft, ids: ReadonlySet<string>): Draft {
  const heirs = new Map(draft.steps.filter((step) => ids.has(step.id)).map((step) => [step.id, heirOf(step)]));
  const follow = (target: string | undefined): string | undefined => {
    const seen = new Set<string>();
    let current = target;
    while (current !== undefined && heirs.has(current)) {
      if (seen.has(current)) return undefined;
      seen.add(current);
      current = heirs.get(current);
    }
    return current;
  };
  const notes = notesOf(draft).filter((note) => !ids.has(note.id));
  const rest: Draft = {
    ...draft,
    triggers: draft.triggers
      .filter((trigger) => !ids.has(trigger.id))
      .map((trigger) =>
        trigger.next !== undefined && heirs.has(trigger.next) ? withOptional(trigger, "next", follow(trigger.next)) : trigger,
      ),
    steps: draft.steps
      .filter((step) => !ids.has(step.id))
      .map((step) => {
        if (!Object.values(step.exits).some((target) => heirs.has(target))) return step;
        const healed = Object.entries(step.exits).flatMap(([exit, target]) => {
          const to = follow(target);
          return to === undefined || to === step.id ? [] : [[exit, to] as const];
        });
        return { ...step, exits: Object.fromEntries(healed) };
      }),
    ...(draft.canvas && { canvas: { ...draft.canvas, notes } }),
  };
  return dropFromGroups(rest, ids);
}

function heirOf(step: StepDraft): string | undefined {
  const targets = Object.values(step.exits);
  return step.exits[TRIGGER_EXIT] ?? (targets.length === 1 ? targets[0] : undefined);
}

export function setConfig(draft: Draft, id: string, config: JsonObject): Draft {
  return mapNode(draft, id, (node) => ({ ...node, config }));
}

export function setLabel(draft: Draft, id: string, label: string): Draft {
  return mapNode(draft, id, (node) => withOptional(node, "label", label));
}

export function setNodeNote(draft: Draft, id: string, note: string): Draft {
  return mapNode(draft, id, (node) => withOptional(node, "note", note));
}

/** What an error does when no `failed` exit is connected; `continue` is what happens without it. */
export function setOnError(draft: Draft, id: string, onError: OnError): Draft {
  return mapNode(draft, id, (node) => (isStep(node) ? withOptional(node, "onError", onError === "continue" ? undefined : onError) : node));
}

/** Arrows of exits that the config no longer has (a deleted button) are dropped; call it after a config change. */
export function dropExits(draft: Draft, id: string, existing: ReadonlySet<string>): Draft {
  return mapNode(draft, id, (node) => {
    if (!isStep(node) || Object.keys(node.exits).every((exit) => existing.has(exit))) return node;
    return { ...node, exits: Object.fromEntries(Object.entries(node.exits).filter(([exit]) => existing.has(exit))) };
  });
}

export function move(draft: Draft, positions: ReadonlyMap<string, Position>): Draft {
  if (positions.size === 0) return draft;
  const place = <T extends { id: string; position?: Position }>(node: T): T => {
    const at = positions.get(node.id);
    return at && (at.x !== node.position?.x || at.y !== node.position?.y) ? { ...node, position: at } : node;
  };
  return {
    ...draft,
    triggers: draft.triggers.map(place),
    steps: draft.steps.map(place),
    ...(draft.canvas && { canvas: { ...draft.canvas, notes: draft.canvas.notes.map(place) } }),
  };
}

export function addNote(draft: Draft, note: NoteDraft): Draft {
  return { ...draft, canvas: { ...draft.canvas, notes: [...notesOf(draft), note] } };
}

export function updateNote(draft: Draft, id: string, change: Partial<Omit<NoteDraft, "id">>): Draft {
  return { ...draft, canvas: { ...draft.canvas, notes: notesOf(draft).map((note) => (note.id === id ? { ...note, ...change } : note)) } };
}

export function setDetails(draft: Draft, details: Partial<Pick<Draft, "name" | "description" | "settings">>): Draft {
  return { ...draft, ...details };
}
