/**
 * The document while it is being edited: like the format's definition, but allowed to be unfinished (a trigger that leads nowhere
 * yet, a config that is not valid yet). Never changed in place, so every earlier state stays usable for undo and merge.
 */
import type { DefinitionInput, OnError } from "../../../automation/definition.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";

export interface Position {
  x: number;
  y: number;
}

interface NodeDraft {
  id: string;
  type: string;
  config: JsonObject;
  label?: string;
  note?: string;
  position?: Position;
}

export interface TriggerDraft extends NodeDraft {
  next?: string;
}

export interface StepDraft extends NodeDraft {
  exits: Record<string, string>;
  onError?: OnError;
}

export interface NoteDraft {
  id: string;
  text: string;
  position: Position;
  size?: { width: number; height: number };
}

/** A named frame around nodes; where it lies follows from them. */
export interface GroupDraft {
  id: string;
  title: string;
  nodes: string[];
}

export interface Draft {
  name: string;
  description?: string;
  settings?: DefinitionInput["settings"];
  triggers: TriggerDraft[];
  steps: StepDraft[];
  canvas?: { notes: NoteDraft[]; groups?: GroupDraft[] };
}

/** The only exit a trigger has. */
export const TRIGGER_EXIT = "next";

/** Where an arrow begins. */
export interface ExitRef {
  node: string;
  exit: string;
}

export function isStep(node: TriggerDraft | StepDraft): node is StepDraft {
  return "exits" in node;
}

export function findNode(draft: Draft, id: string): TriggerDraft | StepDraft | undefined {
  return draft.steps.find((step) => step.id === id) ?? draft.triggers.find((trigger) => trigger.id === id);
}

export function notesOf(draft: Draft): NoteDraft[] {
  return draft.canvas?.notes ?? [];
}

export function groupsOf(draft: Draft): GroupDraft[] {
  return draft.canvas?.groups ?? [];
}

/** All arrows, in the document's order. */
export function arrows(draft: Draft): { from: ExitRef; to: string }[] {
  return [
    ...draft.triggers.flatMap((trigger) => (trigger.next ? [{ from: { node: trigger.id, exit: TRIGGER_EXIT }, to: trigger.next }] : [])),
    ...draft.steps.flatMap((step) => Object.entries(step.exits).map(([exit, to]) => ({ from: { node: step.id, exit }, to }))),
  ];
}

/** Where an exit leads; undefined while it is open. */
export function targetOf(draft: Draft, { node, exit }: ExitRef): string | undefined {
  const found = findNode(draft, node);
  if (!found) return undefined;
  return isStep(found) ? found.exits[exit] : found.next;
}

/** Gives what came from outside the form of a draft, whatever is missing. */
export function toDraft(value: Json): Draft {
  const input = (value ?? {}) as Partial<Draft>;
  return {
    ...input,
    name: typeof input.name === "string" ? input.name : "",
    triggers: (input.triggers ?? []).map((trigger) => ({ ...trigger, config: trigger.config ?? {} })),
    steps: (input.steps ?? []).map((step) => ({ ...step, config: step.config ?? {}, exits: step.exits ?? {} })),
  };
}
