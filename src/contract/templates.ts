import { z } from "zod";
import { all, byId, done, id, instant } from "./common.ts";
import { usage } from "./objects.ts";
import { procedure, refusal, refusals } from "./procedure.ts";
import { templateDefinition, templateText } from "./template-definition.ts";

export const TEMPLATE_CATEGORIES = ["marketing", "utility", "authentication"] as const;
export const TEMPLATE_STATUSES = ["draft", "pending", "approved", "rejected", "paused", "disabled", "deleted"] as const;

export const templateVersion = z.object({
  id,
  language: z.string(),
  status: z.string(),
  definition: templateDefinition,
  providerId: z.string().nullable(),
  /** Meta's own words. */
  rejectedReason: z.string().nullable(),
  quality: z.string().nullable(),
  stoppedReason: z.string().nullable(),
  updatedAt: instant,
});

export const template = z.object({
  id,
  channelId: id.nullable(),
  name: z.string(),
  category: z.enum(TEMPLATE_CATEGORIES),
  versions: z.array(templateVersion),
  createdAt: instant,
  updatedAt: instant,
});
export type Template = z.infer<typeof template>;

/** WhatsApp's own rule for names. */
const templateName = z.string().regex(/^[a-z0-9_]{1,512}$/, "small letters, digits and _ only");
const language = z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, "a language as WhatsApp writes it: it, en_US");

export const templateProblem = z.object({ code: z.string(), path: z.string(), message: z.string() });

export const templates = {
  list: procedure("templates:read", "GET", "/templates", "Message templates")
    .input(
      z.object({
        search: z.string().max(200).optional(),
        category: z.enum(TEMPLATE_CATEGORIES).optional(),
        status: z.string().max(20).optional(),
      }),
    )
    .output(all(template)),
  get: procedure("templates:read", "GET", "/templates/{id}", "One template with all its languages").input(byId).output(template),
  create: procedure("templates:write", "POST", "/templates", { summary: "Make a template as a draft", status: 201 })
    .input(
      z.object({
        name: templateName,
        category: z.enum(TEMPLATE_CATEGORIES),
        channelId: id.nullable().default(null),
        language,
        definition: templateText,
      }),
    )
    .output(template)
    .errors(refusals.nameTaken),
  /** A template that was submitted keeps its name; Meta keeps the category of an approved one. */
  update: procedure("templates:write", "PATCH", "/templates/{id}", "Rename a draft, change category or number")
    .input(
      byId.extend({ name: templateName.optional(), category: z.enum(TEMPLATE_CATEGORIES).optional(), channelId: id.nullable().optional() }),
    )
    .output(template)
    .errors({ ...refusals.nameTaken, ...refusals.conflict }),
  saveVersion: procedure(
    "templates:write",
    "PUT",
    "/templates/{id}/versions/{language}",
    "Write one language; a new one, or a change that must be submitted again",
  )
    .input(byId.extend({ language, definition: templateText }))
    .output(template)
    .errors(refusals.conflict),
  deleteVersion: procedure("templates:write", "DELETE", "/templates/{id}/versions/{language}", "Delete one language, here and at Meta")
    .input(byId.extend({ language }))
    .output(template)
    .errors(refusals.provider),
  check: procedure("templates:read", "POST", "/templates/check", "What WhatsApp would refuse, before submitting")
    .input(
      z.object({
        name: templateName.optional(),
        category: z.enum(TEMPLATE_CATEGORIES),
        language: language.optional(),
        definition: templateText,
      }),
    )
    .output(z.object({ problems: z.array(templateProblem) })),
  /** In the sandbox approval comes at once. */
  submit: procedure(
    "templates:write",
    "POST",
    "/templates/{id}/submit",
    "Submit languages to Meta for approval; all drafts when none is named",
  )
    .input(byId.extend({ languages: z.array(language).optional() }))
    .output(template)
    .errors({
      template_invalid: { ...refusal("template_invalid"), data: z.object({ problems: z.array(templateProblem) }) },
      ...refusals.provider,
      ...refusals.conflict,
    }),
  sync: procedure("templates:write", "POST", "/templates/sync", "Read all templates of the connected numbers from Meta")
    .input(z.object({ channelId: id.optional() }))
    .output(z.object({ created: z.number(), updated: z.number(), removed: z.number() }))
    .errors({ ...refusals.provider, ...refusals.notAvailable }),
  duplicate: procedure("templates:write", "POST", "/templates/{id}/duplicate", {
    summary: "Copy as drafts, also for another number",
    status: 201,
  })
    .input(byId.extend({ name: templateName, channelId: id.nullable().optional() }))
    .output(template)
    .errors(refusals.nameTaken),
  usage: procedure("templates:read", "GET", "/templates/{id}/usage", "Which automations send it").input(byId).output(all(usage)),
  delete: procedure("templates:write", "DELETE", "/templates/{id}", "Delete a template, here and at Meta")
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(done)
    .errors({ ...refusals.inUse, ...refusals.provider }),
};
