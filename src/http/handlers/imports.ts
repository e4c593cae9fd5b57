import { stringify } from "csv-stringify/sync";
import type { JsonObject } from "../../domain/json.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { harmlessCell } from "../../domain/spreadsheet-cell.ts";
import { checkImport } from "../../operations/import-contacts.ts";
import type { ImportOptions } from "../../operations/import-row.ts";
import { readCsv, suggestTarget } from "../../operations/read-csv.ts";
import { searchContacts } from "../../store/contacts.ts";
import { inTransaction } from "../../store/db.ts";
import { findImport, insertImport, listImportErrors, listImports, presentImport, updateImport } from "../../store/imports.ts";
import { addJob } from "../../store/jobs.ts";
import { type Context, catalogOf, contactScopeOf } from "../contact-access.ts";
import { api } from "../procedures.ts";
import { resolveSearch } from "./contacts.ts";

/** Operators who see only their own contacts may not pour others into the workspace, nor read who was. */
function wholeWorkspace({ caller }: Context): void {
  if (caller.onlyAssignedTo !== null) throw new Refusal("forbidden", "Your role does not import or export contacts.");
}

async function read(context: Context, id: string) {
  wholeWorkspace(context);
  const row = await findImport(context.app.db, context.caller.workspaceId, id);
  if (!row) throw notFound("import");
  return presentImport(row);
}

/** Who may not make tags, lists and fields imports into those there are: rows that name others say so. */
function allowedOptions({ permissions }: Context["caller"], options: ImportOptions): JsonObject {
  return JSON.parse(JSON.stringify({ ...options, createMissing: options.createMissing && permissions.has("objects:write") }));
}

export const imports = {
  list: api.imports.list.handler(({ context, input }) => {
    wholeWorkspace(context);
    return listImports(context.app.db, context.caller.workspaceId, input);
  }),
  get: api.imports.get.handler(({ context, input }) => read(context, input.id)),

  upload: api.imports.upload.handler(async ({ context, input }) => {
    wholeWorkspace(context);
    const { app, caller } = context;
    const table = readCsv(new Uint8Array(await input.file.arrayBuffer()));
    const codes = Object.keys((await catalogOf(context)).snapshot.fields);
    const columns = table.header.map((name, index) => ({
      name,
      samples: table.records.slice(0, 5).map(({ cells }) => (cells[index] ?? "").slice(0, 100)),
      suggestion: suggestTarget(name, codes),
    }));
    const id = await inTransaction(app.pool, ({ db }) =>
      insertImport(db, caller.workspaceId, {
        filename: (input.file.name || "contacts.csv").slice(0, 240),
        columns,
        delimiter: table.delimiter,
        records: table.records,
        createdBy: caller.memberId,
        now: app.clock.now(),
      }),
    );
    return await read(context, id);
  }),

  check: api.imports.check.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await read(context, input.id);
    if (
      !(await updateImport(app.db, caller.workspaceId, input.id, { options: allowedOptions(caller, input.options), state: "checking" }, [
        "uploaded",
        "checked",
        "checking",
      ]))
    ) {
      throw new Refusal("conflict", "This import has begun.");
    }
    await checkImport(app, caller.workspaceId, input.id);
    return await read(context, input.id);
  }),

  start: api.imports.start.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await read(context, input.id);
    if (!Object.values(input.options.mapping).includes("phone"))
      throw new Refusal("invalid_input", "Say which column holds the phone number.");
    await inTransaction(app.pool, async ({ db, client }) => {
      const change = { options: allowedOptions(caller, input.options), state: "running" as const };
      if (!(await updateImport(db, caller.workspaceId, input.id, change, ["uploaded", "checked", "checking"])))
        throw new Refusal("conflict", "This import has begun.");
      await db
        .updateTable("contact_import_row")
        .set({ error: null })
        .where("workspace_id", "=", caller.workspaceId)
        .where("import_id", "=", input.id)
        .execute();
      await addJob(client, "import_contacts", { workspaceId: caller.workspaceId, id: input.id }, { key: `import:${input.id}` });
    });
    return await read(context, input.id);
  }),

  cancel: api.imports.cancel.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await read(context, input.id);
    await updateImport(app.db, caller.workspaceId, input.id, { state: "cancelled", finished_at: new Date(app.clock.now()) }, ["running"]);
    return await read(context, input.id);
  }),

  undo: api.imports.undo.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await read(context, input.id);
    await inTransaction(app.pool, async ({ db, client }) => {
      if (!(await updateImport(db, caller.workspaceId, input.id, { state: "undoing" }, ["done", "cancelled"])))
        throw new Refusal("conflict", "Only an import that has ended can be taken back.");
      await addJob(client, "undo_import", { workspaceId: caller.workspaceId, id: input.id }, { key: `import:${input.id}` });
    });
    return await read(context, input.id);
  }),

  errors: api.imports.errors.handler(async ({ context, input }) => {
    await read(context, input.id);
    return await listImportErrors(context.app.db, context.caller.workspaceId, input.id, input);
  }),
};

const EXPORT_PAGE = 200;

export const exports = {
  contacts: api.exports.contacts.handler(async ({ context, input }) => {
    wholeWorkspace(context);
    const scope = await contactScopeOf(context);
    const search = await resolveSearch(context, input);
    const codes = Object.keys(scope.catalog.snapshot.fields).sort();
    const header = [
      "id",
      "phone",
      "first_name",
      "last_name",
      "email",
      "language",
      "time_zone",
      "consent",
      "blocked",
      "tags",
      "lists",
      "operators",
      "notes",
      "created_at",
      "last_seen_at",
      ...codes,
    ];
    const parts = [stringify([header])];
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const page = await searchContacts(context.app.db, scope, { ...search, ...(cursor && { cursor }), limit: EXPORT_PAGE * 5 });
      const rows = page.items.map((contact) => [
        contact.id,
        ...[
          contact.phone,
          contact.firstName,
          contact.lastName,
          contact.email,
          contact.language,
          contact.timeZone,
          contact.consent,
          contact.blocked,
        ].map(harmlessCell),
        ...[contact.tags, contact.lists, contact.operators].map((names) => harmlessCell(names.join(";"))),
        harmlessCell(contact.notes),
        contact.createdAt,
        contact.lastSeenAt ?? "",
        ...codes.map((code) => harmlessCell(contact.fields[code])),
      ]);
      parts.push(stringify(rows));
      cursor = page.nextCursor;
    }
    return new File(["\uFEFF", ...parts], "contacts.csv", { type: "text/csv" });
  }),
};
