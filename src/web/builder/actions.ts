/** What menus, keys and buttons do to the document, in one place; each is one step of undo. */
import { findReferences } from "../../automation/reference.ts";
import type { Registry } from "../../automation/trigger.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { BuilderContextValue, PaletteRequest } from "./builder-context.ts";
import { type Box, COLUMN_GAP, exitPoint, freePlace, HEADER_HEIGHT, NODE_WIDTH, NOTE_SIZE, nodeHeight } from "./canvas/geometry.ts";
import { type Alignment, align, layOut, snap } from "./canvas/layout.ts";
import { copyFragment, fragmentToText, isEmptyFragment, pasteFragment, textToFragment } from "./document/clipboard.ts";
import { addNote, addStep, addTrigger, insertStep, move, remove } from "./document/commands.ts";
import {
  type Draft,
  type ExitRef,
  findNode,
  groupsOf,
  notesOf,
  type Position,
  type StepDraft,
  type TriggerDraft,
} from "./document/draft.ts";
import { addGroup, ungroup, withMembers } from "./document/groups.ts";
import { newId } from "./document/new-id.ts";
import { nodeForm } from "./node-form.ts";
import type { Store } from "./store.ts";

type Describe = BuilderContextValue["describe"];

/** The boxes of everything on the canvas. */
export function boxes(draft: Draft, describe: Describe): (Box & { id: string })[] {
  return [
    ...[...draft.triggers, ...draft.steps].map((node) => ({
      id: node.id,
      ...(node.position ?? { x: 0, y: 0 }),
      width: NODE_WIDTH,
      height: nodeHeight(describe(node)),
    })),
    ...notesOf(draft).map((note) => ({ id: note.id, ...note.position, ...(note.size ?? NOTE_SIZE) })),
  ];
}

/**
 * What a new node starts with: the form's own beginning, else the first example without the objects it names, since those of the
 * example do not exist in this workspace.
 */
export function initialConfig(registry: Registry, kind: "step" | "trigger", typeName: string): JsonObject {
  const own = nodeForm(kind, typeName)?.initial;
  if (own) return own;
  const type = kind === "step" ? registry.steps[typeName] : registry.triggers[typeName];
  const example = type?.examples[0]?.config;
  if (!type || !example) return {};
  const parsed = type.config.safeParse(example);
  return parsed.success
    ? without(
        example,
        findReferences(type.config, example).map((reference) => reference.path),
      )
    : example;
}

function without(config: JsonObject, paths: (string | number)[][]): JsonObject {
  const copy = structuredClone(config);
  for (const path of [...paths].reverse()) {
    const parent = path.slice(0, -1).reduce<Json | undefined>((value, key) => (value as Record<string, Json> | undefined)?.[key], copy);
    const key = path.at(-1);
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (parent && typeof parent === "object" && key !== undefined) delete parent[key];
  }
  return copy;
}

function placeBehind(draft: Draft, describe: Describe, from: ExitRef, height: number): Position {
  const source = findNode(draft, from.node);
  const at = source?.position ?? { x: 0, y: 0 };
  const point = source ? exitPoint(describe(source), from.exit) : { x: 0, y: 0 };
  const wanted = { x: at.x + NODE_WIDTH + COLUMN_GAP, y: snap(at.y + point.y - HEADER_HEIGHT / 2), width: NODE_WIDTH, height };
  return freePlace(wanted, boxes(draft, describe));
}

/** Everything that comes after `start` and lies to the right of `x` makes room for one column. */
function makeRoom(draft: Draft, start: string, x: number): Draft {
  const reachable = new Set<string>();
  const queue = [start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reachable.has(id)) continue;
    reachable.add(id);
    const step = draft.steps.find((candidate) => candidate.id === id);
    if (step) queue.push(...Object.values(step.exits));
  }
  const shift = NODE_WIDTH + COLUMN_GAP;
  return move(
    draft,
    new Map(
      draft.steps.flatMap((step) =>
        reachable.has(step.id) && step.position && step.position.x >= x
          ? [[step.id, { x: step.position.x + shift, y: step.position.y }] as const]
          : [],
      ),
    ),
  );
}

export function createNode(context: BuilderContextValue, store: Store, request: PaletteRequest, typeName: string): string {
  return request.kind === "trigger" ? createTrigger(context, store, request, typeName) : createStep(context, store, request, typeName);
}

function createTrigger({ registry, describe }: BuilderContextValue, store: Store, request: PaletteRequest, type: string): string {
  const id = newId("t");
  store.change(
    (draft) => {
      // A further start usually leads to the same beginning; the first one to the first step nothing leads to.
      const targets = new Set(draft.steps.flatMap((step) => Object.values(step.exits)));
      const next =
        draft.triggers.find((trigger) => trigger.next !== undefined)?.next ?? draft.steps.find((step) => !targets.has(step.id))?.id;
      const trigger: TriggerDraft = { id, type, config: initialConfig(registry, "trigger", type), ...(next !== undefined && { next }) };
      const first = draft.triggers[0]?.position ?? (next !== undefined ? leftOf(draft, next) : { x: 0, y: 0 });
      const wanted = { ...(request.place ?? first), width: NODE_WIDTH, height: nodeHeight(describe(trigger)) };
      return addTrigger(draft, { ...trigger, position: freePlace(wanted, boxes(draft, describe)) });
    },
    { select: [id], open: id },
  );
  return id;
}

function leftOf(draft: Draft, id: string): Position {
  const at = findNode(draft, id)?.position ?? { x: 0, y: 0 };
  return { x: at.x - NODE_WIDTH - COLUMN_GAP, y: at.y };
}

function createStep({ registry, describe }: BuilderContextValue, store: Store, { from, place }: PaletteRequest, type: string): string {
  const id = newId("s");
  store.change(
    (draft) => {
      const step: StepDraft = { id, type, config: initialConfig(registry, "step", type), exits: {} };
      const view = describe(step);
      const height = nodeHeight(view);
      if (!from)
        return addStep(draft, {
          ...step,
          position: freePlace({ ...(place ?? { x: 0, y: 0 }), width: NODE_WIDTH, height }, boxes(draft, describe)),
        });
      const continueBy = view.exits.find((exit) => exit.name === "next")?.name ?? view.exits[0]?.name;
      const source = findNode(draft, from.node);
      const old = source && ("exits" in source ? source.exits[from.exit] : source.next);
      const x = (source?.position?.x ?? 0) + NODE_WIDTH + COLUMN_GAP;
      const roomy = old !== undefined && !place ? makeRoom(draft, old, x - COLUMN_GAP) : draft;
      const position = place ?? placeBehind(roomy, describe, from, height);
      return insertStep(roomy, from, { ...step, position }, continueBy);
    },
    { select: [id], open: id },
  );
  return id;
}

export function createNote(store: Store, describe: Describe, wanted: Position): void {
  const id = newId("n");
  const place = (draft: Draft) => freePlace({ x: snap(wanted.x), y: snap(wanted.y), ...NOTE_SIZE }, boxes(draft, describe));
  store.change((draft) => addNote(draft, { id, text: "", position: place(draft) }), {
    select: [id],
    open: null,
    write: id,
  });
}

/** Frames what is selected; the new frame is selected, its name waits to be written. */
export function groupSelected(store: Store): void {
  const { selection } = store.get();
  const id = newId("g");
  store.change((draft) => addGroup(draft, { id, title: "", nodes: [...withMembers(draft, selection)] }), {
    select: [id],
    open: null,
    write: id,
  });
}

export function ungroupSelected(store: Store): void {
  const { selection } = store.get();
  store.change((draft) => ungroup(draft, selection));
}

export function removeSelected(store: Store): number {
  const { selection, history } = store.get();
  const count = boxesCount(history.present.draft, selection);
  if (count > 0) store.change((draft) => remove(draft, selection), { select: [], open: null });
  return count;
}

function boxesCount(draft: Draft, ids: ReadonlySet<string>): number {
  return [...draft.triggers, ...draft.steps, ...notesOf(draft), ...groupsOf(draft)].filter((node) => ids.has(node.id)).length;
}

export function selectedAsText(store: Store): string | null {
  const { selection, history } = store.get();
  const fragment = copyFragment(history.present.draft, selection);
  return isEmptyFragment(fragment) ? null : fragmentToText(fragment);
}

/** Pastes what a text describes so that its corner is at `at`, or a little aside of where it came from. Returns how many nodes came. */
export function pasteText(store: Store, text: string, at: Position | null): number {
  const fragment = textToFragment(text);
  if (!fragment) return 0;
  const places = [...fragment.triggers, ...fragment.steps, ...fragment.notes].flatMap((node) => (node.position ? [node.position] : []));
  const corner = { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
  const offset = at && places.length > 0 ? { x: snap(at.x - corner.x), y: snap(at.y - corner.y) } : { x: 32, y: 32 };
  const pasted = pasteFragment(store.get().history.present.draft, fragment, newId, offset);
  store.change(() => pasted.draft, { select: pasted.ids, open: null });
  return pasted.ids.length;
}

export function duplicateSelected(store: Store): void {
  const text = selectedAsText(store);
  if (text !== null) pasteText(store, text, null);
}

/** Lays out the selection, or everything when fewer than two nodes are selected. */
export function autoLayout(store: Store, describe: Describe): void {
  const { selection } = store.get();
  store.change((draft) => {
    const byId = new Map([...draft.triggers, ...draft.steps].map((node) => [node.id, node]));
    const only = [...selection].filter((id) => byId.has(id)).length > 1 ? selection : undefined;
    return move(
      draft,
      layOut(draft, (id) => describe(byId.get(id) as StepDraft), only),
    );
  });
}

export function alignSelected(store: Store, describe: Describe, how: Alignment): void {
  const { selection } = store.get();
  store.change((draft) =>
    move(
      draft,
      align(
        boxes(draft, describe).filter((box) => selection.has(box.id)),
        how,
      ),
    ),
  );
}

export function selectAll(store: Store): void {
  const { draft } = store.get().history.present;
  store.select(
    [...draft.triggers, ...draft.steps, ...notesOf(draft)].map((node) => node.id),
    null,
  );
}
