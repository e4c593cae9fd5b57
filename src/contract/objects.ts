/** What contacts are sorted by: fields, tags, lists, segments; and canned replies. */
import { z } from "zod";
import { all, byId, colour, done, id, instant, name } from "./common.ts";
import { filter } from "./filter.ts";
import { procedure, refusals } from "./procedure.ts";

export const FIELD_TYPES = ["text", "long_text", "number", "date", "datetime", "boolean", "choice", "json"] as const;

/** Where an object is named: automations by id and name, and what else. */
export const usage = z.object({ kind: z.string(), id, name: z.string() });

export const field = z.object({
  id,
  code: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  choices: z.array(z.string()).nullable(),
  createdAt: instant,
});
export type Field = z.infer<typeof field>;

const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, "starts with a letter; letters, digits and _ only");
const choices = z.array(z.string().trim().min(1).max(200)).min(1).max(200);

export const fields = {
  list: procedure("objects:read", "GET", "/fields", "Custom fields of contacts").output(all(field)),
  create: procedure("objects:write", "POST", "/fields", { summary: "Make a field", status: 201 })
    .input(z.object({ code, label: name, type: z.enum(FIELD_TYPES), choices: choices.optional() }))
    .output(field)
    .errors(refusals.nameTaken),
  /** The type stays: values already stored would no longer fit. */
  update: procedure("objects:write", "PATCH", "/fields/{id}", "Change label, code or choices; automations follow a new code")
    .input(byId.extend({ label: name.optional(), code: code.optional(), choices: choices.optional() }))
    .output(field)
    .errors(refusals.nameTaken),
  usage: procedure("objects:read", "GET", "/fields/{id}/usage", "Which automations name it").input(byId).output(all(usage)),
  delete: procedure("objects:write", "DELETE", "/fields/{id}", "Delete a field and its values")
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(done)
    .errors(refusals.inUse),
};

export const tag = z.object({
  id,
  name: z.string(),
  category: z.string().nullable(),
  colour: z.string().nullable(),
  contacts: z.number(),
  createdAt: instant,
});
export type Tag = z.infer<typeof tag>;

const tagInput = z.object({ name, category: name.nullable().optional(), colour: colour.nullable().optional() });

export const tags = {
  list: procedure("objects:read", "GET", "/tags", "Tags with how many contacts have them").output(all(tag)),
  create: procedure("objects:write", "POST", "/tags", { summary: "Make a tag", status: 201 })
    .input(tagInput)
    .output(tag)
    .errors(refusals.nameTaken),
  update: procedure("objects:write", "PATCH", "/tags/{id}", "Rename, colour or sort a tag; automations follow")
    .input(byId.extend(tagInput.partial().shape))
    .output(tag)
    .errors(refusals.nameTaken),
  merge: procedure("objects:write", "POST", "/tags/{id}/merge", "Give this tag to everyone who has one of the others, and delete those")
    .input(byId.extend({ others: z.array(id).min(1).max(50) }))
    .output(tag),
  usage: procedure("objects:read", "GET", "/tags/{id}/usage", "Which automations name it").input(byId).output(all(usage)),
  delete: procedure("objects:write", "DELETE", "/tags/{id}", "Delete a tag")
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(done)
    .errors(refusals.inUse),
};

export const list = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  contacts: z.number(),
  createdAt: instant,
});
export type List = z.infer<typeof list>;

const listInput = z.object({ name, description: z.string().max(4000).nullable().optional() });

export const lists = {
  list: procedure("objects:read", "GET", "/lists", "Lists with how many contacts are in them").output(all(list)),
  create: procedure("objects:write", "POST", "/lists", { summary: "Make a list", status: 201 })
    .input(listInput)
    .output(list)
    .errors(refusals.nameTaken),
  update: procedure("objects:write", "PATCH", "/lists/{id}", "Rename or describe a list; automations follow")
    .input(byId.extend(listInput.partial().shape))
    .output(list)
    .errors(refusals.nameTaken),
  usage: procedure("objects:read", "GET", "/lists/{id}/usage", "Which automations name it").input(byId).output(all(usage)),
  delete: procedure("objects:write", "DELETE", "/lists/{id}", "Delete a list; its contacts stay")
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(done)
    .errors(refusals.inUse),
};

export const segment = z.object({ id, name: z.string(), filter, createdAt: instant });
export type Segment = z.infer<typeof segment>;

export const segments = {
  list: procedure("objects:read", "GET", "/segments", "Saved filters").output(all(segment)),
  create: procedure("objects:write", "POST", "/segments", { summary: "Save a filter", status: 201 })
    .input(z.object({ name, filter }))
    .output(segment)
    .errors({ ...refusals.nameTaken, ...refusals.filter }),
  update: procedure("objects:write", "PATCH", "/segments/{id}", "Change a saved filter")
    .input(byId.extend({ name: name.optional(), filter: filter.optional() }))
    .output(segment)
    .errors({ ...refusals.nameTaken, ...refusals.filter }),
  delete: procedure("objects:write", "DELETE", "/segments/{id}", "Delete a saved filter").input(byId).output(done),
};

export const cannedReply = z.object({ id, shortcut: z.string(), text: z.string(), createdAt: instant });
const shortcut = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_-]{1,40}$/u, "1–40 letters, digits, _ or -");

export const cannedReplies = {
  list: procedure("chats:read", "GET", "/canned-replies", "Texts that operators insert with /").output(all(cannedReply)),
  create: procedure("chats:write", "POST", "/canned-replies", { summary: "Make a canned reply", status: 201 })
    .input(z.object({ shortcut, text: z.string().trim().min(1).max(4096) }))
    .output(cannedReply)
    .errors(refusals.nameTaken),
  update: procedure("chats:write", "PATCH", "/canned-replies/{id}", "Change a canned reply")
    .input(byId.extend({ shortcut: shortcut.optional(), text: z.string().trim().min(1).max(4096).optional() }))
    .output(cannedReply)
    .errors(refusals.nameTaken),
  delete: procedure("chats:write", "DELETE", "/canned-replies/{id}", "Delete a canned reply").input(byId).output(done),
};
