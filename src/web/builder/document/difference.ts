/** What changed between two documents, as a person would tell it: by step, ignoring where things lie on the canvas. */
import { type Draft, isStep, type StepDraft, type TriggerDraft } from "./draft.ts";
import { equal } from "./equal.ts";

type AnyNode = TriggerDraft | StepDraft;

export interface KeyChange {
  /** `config.text`, `exits.next`, `next`, `label`, `note`, `type`. */
  path: string;
  before: unknown;
  after: unknown;
}

export type NodeDifference =
  | { kind: "added"; id: string; after: AnyNode }
  | { kind: "removed"; id: string; before: AnyNode }
  | { kind: "changed"; id: string; before: AnyNode; after: AnyNode; changes: KeyChange[] };

export interface Difference {
  /** Name, description, settings. */
  details: KeyChange[];
  nodes: NodeDifference[];
}

export function difference(before: Draft, after: Draft): Difference {
  const old = new Map<string, AnyNode>([...before.triggers, ...before.steps].map((node) => [node.id, node]));
  const current: AnyNode[] = [...after.triggers, ...after.steps];
  const ids = new Set(current.map((node) => node.id));
  const nodes: NodeDifference[] = [];
  for (const node of current) {
    const was = old.get(node.id);
    if (!was) nodes.push({ kind: "added", id: node.id, after: node });
    else {
      const changes = nodeChanges(was, node);
      if (changes.length > 0) nodes.push({ kind: "changed", id: node.id, before: was, after: node, changes });
    }
  }
  for (const node of old.values()) if (!ids.has(node.id)) nodes.push({ kind: "removed", id: node.id, before: node });
  return { details: keyChanges(pickDetails(before), pickDetails(after), ""), nodes };
}

export function isEmptyDifference({ details, nodes }: Difference): boolean {
  return details.length === 0 && nodes.length === 0;
}

function pickDetails({ name, description, settings }: Draft): Record<string, unknown> {
  return { name, description: description || undefined, settings: settings && Object.keys(settings).length > 0 ? settings : undefined };
}

function nodeChanges(before: AnyNode, after: AnyNode): KeyChange[] {
  return [
    ...keyChanges(ownKeys(before), ownKeys(after), ""),
    ...keyChanges(before.config, after.config, "config."),
    ...keyChanges(exitsOf(before), exitsOf(after), "exits."),
  ];
}

function ownKeys(node: AnyNode): Record<string, unknown> {
  return { type: node.type, label: node.label, note: node.note, onError: isStep(node) ? node.onError : undefined };
}

function exitsOf(node: AnyNode): Record<string, unknown> {
  return isStep(node) ? node.exits : { next: node.next };
}

function keyChanges(before: Record<string, unknown>, after: Record<string, unknown>, prefix: string): KeyChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !equal(before[key], after[key]))
    .map((key) => ({ path: prefix + key, before: before[key], after: after[key] }));
}

/** The newer document with what it removed still in it, for showing both on one canvas. */
export function combine(before: Draft, after: Draft): Draft {
  const ids = new Set([...after.triggers, ...after.steps].map((node) => node.id));
  return {
    ...after,
    triggers: [...after.triggers, ...before.triggers.filter((trigger) => !ids.has(trigger.id))],
    steps: [...after.steps, ...before.steps.filter((step) => !ids.has(step.id))],
  };
}
