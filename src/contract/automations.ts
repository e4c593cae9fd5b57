import { z } from "zod";
import { all, byId, day, done, id, instant, json, jsonObject, name, named, page, pageQuery, period } from "./common.ts";
import { draftDocument, problem } from "./document.ts";
import { filter } from "./filter.ts";
import { procedure, refusal, refusals } from "./procedure.ts";

export const AUTOMATION_STATES = ["draft", "active", "paused"] as const;

export const automationSummary = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  state: z.enum(AUTOMATION_STATES),
  folder: z.string().nullable(),
  favourite: z.boolean(),
  triggerTypes: z.array(z.string()),
  steps: z.number(),
  publishedVersion: z.number().nullable(),
  /** The draft differs from the published version. */
  changed: z.boolean(),
  /** Templates that the published version sends and Meta has rejected, paused or disabled in some language. */
  stoppedTemplates: z.array(z.string()),
  /** Since the start of the period asked for (30 days by default). */
  started: z.number(),
  errors: z.number(),
  /** Now inside. */
  active: z.number(),
  activatedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export type AutomationSummary = z.infer<typeof automationSummary>;

export const automation = automationSummary.omit({ started: true, errors: true, active: true }).extend({
  draft: draftDocument,
  /** Send it back with a save: a save made from an older draft is refused with `draft_changed`. */
  draftRevision: z.number(),
  draftSavedBy: z.string().nullable(),
  publishedVersionId: id.nullable(),
});
export type Automation = z.infer<typeof automation>;

export const automationVersion = z.object({
  id,
  number: z.number(),
  publishedBy: z.string().nullable(),
  createdAt: instant,
  steps: z.number(),
  live: z.boolean(),
});

const problems = z.array(problem);
const notPublishable = { not_publishable: { ...refusal("not_publishable"), data: z.object({ problems }) } };
const draftChanged = {
  draft_changed: {
    ...refusal("draft_changed"),
    data: z.object({ draftRevision: z.number(), draft: draftDocument, savedBy: z.string().nullable() }),
  },
};
const activation = {
  not_activatable: { ...refusal("not_activatable"), data: z.object({ problems }) },
  phrase_taken: { ...refusal("phrase_taken"), data: z.object({ phrase: z.string(), automation: named, path: z.string().optional() }) },
};

/** What publishing does to those inside. */
export const publishPreview = z.object({
  problems,
  changes: z.array(
    z.object({
      nodeId: z.string(),
      change: z.enum(["added", "removed", "changed"]),
      kind: z.enum(["trigger", "step"]),
      /** Runs that wait at this step now. */
      waiting: z.number(),
      /** For removed steps: where those go on; null ends their path. */
      goesOnAt: z.string().nullable().optional(),
    }),
  ),
  waitingRuns: z.number(),
  nextVersion: z.number(),
});

export const nodeCounts = z.object({
  nodeId: z.string(),
  entered: z.number(),
  errors: z.number(),
  /** By exit name. */
  exits: z.record(z.string(), z.number()),
  /** Runs with a path that waits here now. */
  waiting: z.number(),
  /** For steps that send. */
  messages: z
    .object({ queued: z.number(), sent: z.number(), delivered: z.number(), read: z.number(), failed: z.number(), replied: z.number() })
    .nullable(),
});

export const contactAtStep = z.object({
  runId: id,
  contact: z.object({ id, name: z.string(), phone: z.string().nullable() }),
  status: z.string(),
  enteredAt: instant,
  leftAt: instant.nullable(),
  wakeAt: instant.nullable(),
  exit: z.string().nullable(),
  error: z.string().nullable(),
});

export const STEP_SETS = ["entered", "waiting", "error", "sent", "delivered", "read", "failed", "replied"] as const;

export const automations = {
  list: procedure("automations:read", "GET", "/automations", "Automations with their state, starts and errors")
    .input(
      z.object({
        search: z.string().max(200).optional(),
        state: z.enum(AUTOMATION_STATES).optional(),
        folder: z.string().max(200).optional(),
        favourite: z.boolean().optional(),
        days: z.int().min(1).max(366).default(30),
      }),
    )
    .output(all(automationSummary)),
  get: procedure("automations:read", "GET", "/automations/{id}", "One automation with its draft").input(byId).output(automation),
  create: procedure("automations:write", "POST", "/automations", { summary: "Make an automation as a draft", status: 201 })
    .input(z.object({ draft: draftDocument, folder: z.string().max(200).nullable().default(null) }))
    .output(automation)
    .errors(refusals.nameTaken),
  saveDraft: procedure("automations:write", "PUT", "/automations/{id}/draft", "Save the draft made from a given revision")
    .input(byId.extend({ draft: draftDocument, draftRevision: z.int() }))
    .output(z.object({ draftRevision: z.number(), changed: z.boolean(), updatedAt: instant }))
    .errors({ ...draftChanged, ...refusals.nameTaken }),
  update: procedure("automations:write", "PATCH", "/automations/{id}", "Move to a folder, mark as favourite")
    .input(byId.extend({ folder: z.string().trim().max(200).nullable().optional(), favourite: z.boolean().optional() }))
    .output(automation),
  validate: procedure("automations:read", "POST", "/automations/validate", "What is wrong with a document")
    .input(z.object({ document: jsonObject, automationId: id.optional(), purpose: z.enum(["publish", "activate"]).default("publish") }))
    .output(z.object({ problems })),
  previewPublish: procedure("automations:read", "GET", "/automations/{id}/publish", "What publishing the draft would do")
    .input(byId)
    .output(publishPreview),
  publish: procedure("automations:write", "POST", "/automations/{id}/publish", "Make the draft a version; those inside move to it")
    .input(byId.extend({ draftRevision: z.int().optional() }))
    .output(z.object({ version: automationVersion, problems, movedRuns: z.number(), wokenRuns: z.number() }))
    .errors({ ...notPublishable, ...draftChanged, ...activation }),
  versions: procedure("automations:read", "GET", "/automations/{id}/versions", "Published versions, newest first")
    .input(byId)
    .output(all(automationVersion)),
  version: procedure(
    "automations:read",
    "GET",
    "/automations/{id}/versions/{number}",
    "One version's document; two of them make a difference",
  )
    .input(byId.extend({ number: z.coerce.number().int().min(1) }))
    .output(automationVersion.extend({ document: draftDocument })),
  restore: procedure("automations:write", "POST", "/automations/{id}/versions/{number}/restore", "Make an old version the draft")
    .input(byId.extend({ number: z.coerce.number().int().min(1) }))
    .output(automation),
  activate: procedure(
    "automations:write",
    "POST",
    "/automations/{id}/activate",
    "Start taking contacts; a paused one resumes or ends those inside",
  )
    .input(
      byId.extend({
        /** What happens to runs that were paused. Overdue ones fire now. */
        paused: z.enum(["resume", "end"]).default("resume"),
        /** For list triggers: start everyone who is on the lists already, throttled. */
        startCurrentMembers: z.boolean().default(false),
      }),
    )
    .output(z.object({ automation, resumed: z.number(), ended: z.number(), starting: z.number() }))
    .errors({ ...activation, ...refusals.conflict }),
  deactivate: procedure("automations:write", "POST", "/automations/{id}/deactivate", "No new starts; those inside pause")
    .input(byId)
    .output(z.object({ automation, paused: z.number() })),
  delete: procedure("automations:write", "DELETE", "/automations/{id}", "Delete; ends all runs. Refused while a campaign starts it")
    .input(byId)
    .output(z.object({ ended: z.number() }))
    .errors(refusals.inUse),
  duplicate: procedure("automations:write", "POST", "/automations/{id}/duplicate", {
    summary: "Copy, with or without its templates, also into another workspace",
    status: 201,
  })
    .input(byId.extend({ name: name.optional(), withTemplates: z.boolean().default(false), workspaceId: id.optional() }))
    .output(z.object({ id, workspaceId: id, created: z.array(z.object({ kind: z.string(), name: z.string() })) })),
  export: procedure("automations:read", "GET", "/automations/{id}/export", "The document as text")
    .input(byId.extend({ format: z.enum(["yaml", "json"]).default("yaml"), version: z.coerce.number().int().optional() }))
    .output(z.object({ filename: z.string(), content: z.string() })),
  import: procedure("automations:write", "POST", "/automations/import", {
    summary: "Make an automation of YAML or JSON, or change the one of that name",
    status: 201,
  })
    .input(
      z.object({
        content: z.string().max(4_000_000),
        replace: z.boolean().default(false),
        /** Takes a free name where that of the document is taken. */
        rename: z.boolean().default(false),
      }),
    )
    .output(z.object({ automation, created: z.boolean(), problems }))
    .errors({ ...refusals.nameTaken, file_invalid: refusal("file_invalid") }),
  start: procedure("automations:write", "POST", "/automations/{id}/start", {
    summary: "Start by hand for contacts, lists or a filter, at most so many a minute",
    status: 202,
  })
    .input(
      byId.extend({
        contactIds: z.array(id).max(1000).optional(),
        lists: z.array(z.string()).max(50).optional(),
        filter: filter.optional(),
        triggerId: z.string().optional(),
        vars: jsonObject.optional(),
        perMinute: z.int().min(1).max(60_000).default(600),
      }),
    )
    .output(z.object({ starting: z.number() }))
    .errors({ not_active: refusal("not_active"), ...refusals.filter }),
  counts: procedure(
    "automations:read",
    "GET",
    "/automations/{id}/counts",
    "Per trigger, step and exit: how many, in a period; and who waits now",
  )
    .input(byId.extend(period.shape))
    .output(
      z.object({
        nodes: z.array(nodeCounts),
        started: z.number(),
        active: z.number(),
        completed: z.number(),
        failed: z.number(),
        stopped: z.number(),
      }),
    ),
  daily: procedure("automations:read", "GET", "/automations/{id}/daily", "Starts and ends per day")
    .input(byId.extend(period.shape))
    .output(all(z.object({ day, started: z.number(), completed: z.number(), failed: z.number(), stopped: z.number() }))),
  contactsAt: procedure("runs:read", "GET", "/automations/{id}/contacts", "Who is or was at a step")
    .input(
      byId
        .extend({ nodeId: z.string().max(64), set: z.enum(STEP_SETS).default("waiting"), exit: z.string().max(64).optional() })
        .extend(period.shape)
        .extend(pageQuery.shape),
    )
    .output(page(contactAtStep)),
  listFromStep: procedure("objects:write", "POST", "/automations/{id}/contacts/list", "Put everyone of such a set on a list")
    .input(
      byId
        .extend({ nodeId: z.string().max(64), set: z.enum(STEP_SETS), exit: z.string().max(64).optional(), list: name })
        .extend(period.shape),
    )
    .output(z.object({ added: z.number() })),
  /** Values that variables have for a contact: what the picker shows and previews use. */
  testValues: procedure("contacts:read", "GET", "/automations/{id}/test-values", "The variables of a contact, and of a run if one is given")
    .input(byId.extend({ contactId: id.optional(), runId: id.optional() }))
    .output(z.object({ contact: named.nullable(), values: z.record(z.string(), json) })),
  folders: procedure("automations:read", "GET", "/automation-folders", "Folders with how many automations they hold").output(
    all(z.object({ name: z.string(), automations: z.number() })),
  ),
  renameFolder: procedure("automations:write", "POST", "/automation-folders/rename", "Rename a folder; to null takes everything out of it")
    .input(z.object({ name: z.string().max(200), to: z.string().trim().max(200).nullable() }))
    .output(done),
  /** JSON Schema of the format and of every step's and trigger's config. */
  schema: procedure("public", "GET", "/automation-schema", "JSON Schema of the automation format").output(
    z.record(z.string(), z.unknown()),
  ),
};
