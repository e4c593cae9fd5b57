/** The automation document as drafts keep it: any stage of being drawn can be saved; publishing is strict. */
import { z } from "zod";
import { MAX_STEPS } from "../automation/definition.ts";
import { jsonObject } from "./common.ts";

const nodeId = z.string().min(1).max(64);
const position = z.object({ x: z.number(), y: z.number() });
const shared = { label: z.string().max(120).optional(), note: z.string().max(4000).optional(), position: position.optional() };

export const draftDocument = z.object({
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
    .object({
      notes: z
        .array(
          z.object({
            id: nodeId,
            text: z.string().max(4000),
            position,
            size: z.object({ width: z.number(), height: z.number() }).optional(),
          }),
        )
        .max(200)
        .default([]),
      groups: z
        .array(z.object({ id: nodeId, title: z.string().max(200), nodes: z.array(nodeId).max(2200) }))
        .max(200)
        .optional(),
    })
    .optional(),
});
export type DraftDocument = z.infer<typeof draftDocument>;

/** One thing that is wrong with a document; see `src/automation/problems.ts`. */
export const problem = z.object({
  code: z.string(),
  severity: z.enum(["error", "activation", "warning"]),
  path: z.string(),
  message: z.string(),
  fix: z.string(),
  nodeId: z.string().optional(),
});
