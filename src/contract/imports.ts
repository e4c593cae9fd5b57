/** Contacts from and to CSV files. */
import { z } from "zod";
import { byId, id, instant, page, pageQuery } from "./common.ts";
import { contactSearch } from "./contacts.ts";
import { procedure, refusal, refusals } from "./procedure.ts";

/** Column of the file → where it goes. `fields.CODE`, `consent` (yes, no), `tag` and `list` (values split at `;`), or null to leave it out. */
export const importMapping = z.record(z.string(), z.string().max(120).nullable());

export const importOptions = z.object({
  mapping: importMapping,
  addTags: z.array(z.string().min(1).max(200)).max(50).default([]),
  addToLists: z.array(z.string().min(1).max(200)).max(50).default([]),
  /** ISO 3166 alpha-2 for numbers without prefix; the workspace's otherwise. */
  country: z.string().length(2).optional(),
  consent: z
    .object({ state: z.enum(["subscribed", "unsubscribed"]), text: z.string().max(4000) })
    .nullable()
    .default(null),
  createMissing: z.boolean().default(true),
  /** `skip` leaves contacts that exist untouched. */
  existing: z.enum(["update", "skip"]).default("update"),
  /** Whether joining a list, changing a consent … starts automations, as everywhere else. */
  startAutomations: z.boolean().default(true),
});

export const contactImport = z.object({
  id,
  filename: z.string(),
  state: z.enum(["uploaded", "checking", "checked", "running", "done", "failed", "undone", "undoing", "cancelled"]),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()), suggestion: z.string().nullable() })),
  delimiter: z.string(),
  rows: z.number(),
  processed: z.number(),
  created: z.number(),
  updated: z.number(),
  skipped: z.number(),
  failed: z.number(),
  options: importOptions.nullable(),
  error: z.string().nullable(),
  canUndo: z.boolean(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type ContactImport = z.infer<typeof contactImport>;

export const imports = {
  list: procedure("contacts:write", "GET", "/imports", "Imports, newest first").input(pageQuery).output(page(contactImport)),
  get: procedure("contacts:write", "GET", "/imports/{id}", "One import and how far it is").input(byId).output(contactImport),
  /** Multipart form with the file; delimiter and encoding are found out. */
  upload: procedure("contacts:write", "POST", "/imports", { summary: "Upload a CSV file (up to 50 MB)", status: 201 })
    .input(z.object({ file: z.file().max(50 * 1024 * 1024) }))
    .output(contactImport)
    .errors({ file_invalid: refusal("file_invalid") }),
  check: procedure("contacts:write", "POST", "/imports/{id}/check", "Dry run: what would happen, with errors per row; changes nothing")
    .input(byId.extend({ options: importOptions }))
    .output(contactImport),
  start: procedure("contacts:write", "POST", "/imports/{id}/start", {
    summary: "Import; progress comes by `import.progress` events",
    status: 202,
  })
    .input(byId.extend({ options: importOptions }))
    .output(contactImport)
    .errors(refusals.conflict),
  cancel: procedure("contacts:write", "POST", "/imports/{id}/cancel", "Stop an import that runs; what is done stays")
    .input(byId)
    .output(contactImport),
  undo: procedure("contacts:write", "POST", "/imports/{id}/undo", {
    summary: "Take an import back: made contacts go, changed ones get their old values",
    status: 202,
  })
    .input(byId)
    .output(contactImport)
    .errors(refusals.conflict),
  errors: procedure("contacts:write", "GET", "/imports/{id}/errors", "Rows that cannot be imported, and why")
    .input(byId.extend(pageQuery.shape))
    .output(
      page(
        z.object({
          row: z.number(),
          /** The row as it stands in the file, in the order of `columns`. */
          cells: z.array(z.string()),
          column: z.string().nullable(),
          value: z.string().nullable(),
          code: z.string(),
          message: z.string(),
        }),
      ),
    ),
};

export const exports = {
  /** Answers with `text/csv`. */
  contacts: procedure("contacts:read", "POST", "/exports/contacts", "Contacts as CSV: all, or those that match")
    .input(contactSearch)
    .output(z.file())
    .errors(refusals.filter),
};
