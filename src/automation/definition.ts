/** The automation document: the public contract that the builder writes and the engine runs. */
import { z } from "zod";

/** Ids of triggers, steps, exits: stable, unique in their document. */
export const ID_PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,63}$/;
export const id = z.string().regex(ID_PATTERN, "must be 1–64 letters, digits, _ . : -");
const position = z.strictObject({ x: z.number(), y: z.number() });
const shared = {
  /** What the canvas shows instead of the type's title. */
  label: z.string().max(120).optional(),
  /** For colleagues; never sent. */
  note: z.string().max(4000).optional(),
  /** Canvas only, never affects a run. */
  position: position.optional(),
};

export const REENTRY_MODES = ["restart", "skip", "parallel", "once"] as const;
export type Reentry = (typeof REENTRY_MODES)[number];

/** What an error does when no `failed` exit is connected: go on by `next`, or end the run as failed. */
export const ON_ERROR = ["continue", "stop"] as const;
export type OnError = (typeof ON_ERROR)[number];

/** `next`, `failed`, the id of a button or case; of template buttons it is their title. */
const exitName = z.string().min(1).max(64);

const triggerSchema = z.strictObject({
  id,
  type: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
  next: id,
  ...shared,
});

const stepSchema = z.strictObject({
  id,
  type: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
  exits: z.record(exitName, id).default({}),
  onError: z.enum(ON_ERROR).optional(),
  ...shared,
});

/** Sticky notes on the canvas. */
const canvasNoteSchema = z.strictObject({
  id,
  text: z.string().max(4000),
  position,
  size: z.strictObject({ width: z.number(), height: z.number() }).optional(),
});

/** A named frame around steps and start steps, for the eye only. */
const canvasGroupSchema = z.strictObject({ id, title: z.string().max(200), nodes: z.array(id).max(2200) });

/** At most this many steps in one document; the canvas and the validator are tested up to it. */
export const MAX_STEPS = 2000;

export const definitionSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(4000).optional(),
  settings: z
    .strictObject({
      reentry: z.enum(REENTRY_MODES).optional(),
      stopOnReplyToHuman: z.boolean().optional(),
    })
    .optional(),
  triggers: z.array(triggerSchema).max(200).default([]),
  steps: z.array(stepSchema).max(MAX_STEPS).default([]),
  canvas: z
    .strictObject({ notes: z.array(canvasNoteSchema).max(200).default([]), groups: z.array(canvasGroupSchema).max(200).optional() })
    .optional(),
});

/** A document whose outer form is right; the configs are checked against their types by `parse-definition.ts`. */
export type DefinitionInput = z.infer<typeof definitionSchema>;

export interface TriggerNode<C = unknown> {
  id: string;
  type: string;
  config: C;
  next: string;
  label?: string | undefined;
  note?: string | undefined;
  position?: { x: number; y: number } | undefined;
}

export interface StepNode<C = unknown> {
  id: string;
  type: string;
  config: C;
  exits: Record<string, string>;
  /** What an error does when no `failed` exit is connected. */
  onError: OnError;
  label?: string | undefined;
  note?: string | undefined;
  position?: { x: number; y: number } | undefined;
}

/** A parsed document: every config has passed its type's schema, defaults filled in. Steps by id. */
export interface Definition {
  name: string;
  description?: string | undefined;
  reentry: Reentry | undefined;
  stopOnReplyToHuman: boolean;
  triggers: TriggerNode[];
  steps: Record<string, StepNode>;
  /** Ids in the document's order. */
  stepOrder: string[];
}
