/** Preconfigured automations that come with the product. */
import { z } from "zod";
import { all, id } from "./common.ts";
import { draftDocument } from "./document.ts";
import { procedure, refusal } from "./procedure.ts";

export const galleryEntry = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  category: z.string(),
  triggerTypes: z.array(z.string()),
  stepTypes: z.array(z.string()),
  steps: z.number(),
});

const need = z.object({
  kind: z.enum(["template", "list", "tag", "field", "ticket_category", "agent", "connection"]),
  name: z.string(),
  exists: z.boolean(),
});

export const gallery = {
  list: procedure("automations:read", "GET", "/gallery", "Preconfigured automations")
    .input(z.object({ language: z.string().max(12).optional() }))
    .output(all(galleryEntry)),
  preview: procedure("automations:read", "GET", "/gallery/{id}", "One of them, and what taking it would make")
    .input(z.object({ id: z.string().max(80), language: z.string().max(12).optional() }))
    .output(galleryEntry.extend({ document: draftDocument, needs: z.array(need), name: z.string() })),
  import: procedure("automations:write", "POST", "/gallery/{id}/import", {
    summary: "Take it: makes the automation and what it needs",
    status: 201,
  })
    .input(
      z.object({
        id: z.string().max(80),
        name: z.string().trim().min(1).max(200).optional(),
        language: z.string().max(12).optional(),
        folder: z.string().max(200).nullable().optional(),
      }),
    )
    .output(z.object({ automationId: id, created: z.array(z.object({ kind: z.string(), name: z.string() })) }))
    .errors({ name_taken: refusal("name_taken") }),
};
