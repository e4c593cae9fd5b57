/**
 * The automation document as drafts keep it: any stage of being drawn can be saved, and settings that nobody knows stay, so that
 * publishing, which is strict, can say where they are.
 */
import { z } from "zod";
import type { JsonObject } from "../domain/json.ts";
import { MAX_STEPS } from "./definition.ts";

const jsonObject = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;
const nodeId = z.string().min(1).max(64);
const position = z.object({ x: z.number(), y: z.number() });
const shared = { label: z.string().max(120).optional(), note: z.string().max(4000).optional(), position: position.optional() };

export const draftDocument = z.looseObject({
  name: z.string().max(200),
  description: z.string().max(4000).optional(),
  settings: jsonObject.optional(),
  triggers: z
    .array(
      z.looseObject({
        id: nodeId,
        type: z.string().max(64),
        config: jsonObject.default({}),
        next: z.string().max(64).optional(),
        ...shared,
      }),
    )
    .max(200)
    .default([]),
  steps: z
    .array(
      z.looseObject({
        id: nodeId,
        type: z.string().max(64),
        config: jsonObject.default({}),
        exits: z.record(z.string(), z.string()).default({}),
        ...shared,
      }),
    )
    .max(MAX_STEPS)
    .default([]),
  canvas: z
    .looseObject({
      notes: z
        .array(
          z.looseObject({
            id: nodeId,
            text: z.string().max(4000),
            position,
            size: z.object({ width: z.number(), height: z.number() }).optional(),
          }),
        )
        .max(200)
        .default([]),
      groups: z
        .array(z.looseObject({ id: nodeId, title: z.string().max(200), nodes: z.array(nodeId).max(2200) }))
        .max(200)
        .optional(),
    })
    .optional(),
});
export type DraftDocument = z.infer<typeof draftDocument>;
