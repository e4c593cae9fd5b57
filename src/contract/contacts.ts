import { z } from "zod";
import { CONSENT_STATES } from "../domain/consent.ts";
import { all, byId, done, email, id, ids, instant, json, MAX_BULK, named, page, pageQuery, phone } from "./common.ts";
import { filter } from "./filter.ts";
import { procedure, refusals } from "./procedure.ts";
import { timelineEntry } from "./timeline.ts";

const languageTag = z.string().trim().max(12);

/** Everything about one contact; tags, lists and operators under their current names, operators by e-mail. */
export const contact = z.object({
  id,
  phone: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  notes: z.string().nullable(),
  username: z.string().nullable(),
  consent: z.enum(CONSENT_STATES),
  blocked: z.boolean(),
  /** False once WhatsApp said that the number is not there. */
  reachable: z.boolean(),
  aiEnabled: z.boolean(),
  fields: z.record(z.string(), json),
  tags: z.array(z.string()),
  lists: z.array(z.string()),
  operators: z.array(z.string()),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
  updatedAt: instant,
});
export type Contact = z.infer<typeof contact>;

const attributes = z.object({
  firstName: z.string().trim().max(200).nullable().optional(),
  lastName: z.string().trim().max(200).nullable().optional(),
  email: email.nullable().optional(),
  language: languageTag.nullable().optional(),
  timeZone: z.string().max(64).nullable().optional(),
  notes: z.string().max(20_000).nullable().optional(),
});
const names = z.array(z.string().trim().min(1).max(200)).max(200);

/** What may change about a contact. Names of tags, lists and fields must exist unless `createMissing` is set, which takes `objects:write`. */
export const contactChange = attributes.extend({
  /** By CODE; null clears. Values are checked against the field's type. */
  fields: z.record(z.string(), json).optional(),
  addTags: names.optional(),
  removeTags: names.optional(),
  addToLists: names.optional(),
  removeFromLists: names.optional(),
  consent: z
    .object({ state: z.enum(CONSENT_STATES), source: z.string().max(120).optional(), text: z.string().max(4000).optional() })
    .optional(),
  blocked: z.boolean().optional(),
  /** E-mail addresses; replaces all. */
  operators: z.array(z.string().max(320)).max(50).optional(),
  addOperators: z.array(z.string().max(320)).max(50).optional(),
  removeOperators: z.array(z.string().max(320)).max(50).optional(),
  aiEnabled: z.boolean().optional(),
});
export type ContactChange = z.infer<typeof contactChange>;

const create = contactChange.extend({ phone, createMissing: z.boolean().default(false) });
export type ContactUpsert = z.infer<typeof create>;

export const CONTACT_SORTS = ["created_at", "last_seen_at", "updated_at", "first_name", "last_name", "email", "phone"] as const;

export const contactSearch = z.object({
  filter: filter.optional(),
  segmentId: id.optional(),
  /** Words of the name, the start of a phone number, a part of the e-mail address. */
  search: z.string().trim().max(200).optional(),
  sort: z.enum(CONTACT_SORTS).default("created_at"),
  order: z.enum(["asc", "desc"]).default("desc"),
});

/** Which contacts a bulk change is for: named ones, or all that match (up to `MAX_BULK`, oldest first, repeat until `remaining` is 0). */
const selection = z.union([z.object({ ids }), z.object({ search: contactSearch })]);

export const consentLogEntry = z.object({
  id,
  at: instant,
  from: z.enum(CONSENT_STATES),
  to: z.enum(CONSENT_STATES),
  source: z.string(),
  text: z.string().nullable(),
  messageId: id.nullable(),
});

export const note = z.object({
  id,
  contactId: id,
  text: z.string(),
  author: named.nullable(),
  automation: named.nullable(),
  /** The AI operator that wrote it. */
  agent: named.nullable(),
  createdAt: instant,
});

const created = contact.extend({ created: z.boolean() });

export const contacts = {
  list: procedure("contacts:read", "GET", "/contacts", "Contacts, newest first; by exact phone or e-mail, or by words")
    .input(pageQuery.extend({ phone: phone.optional(), email: z.string().max(320).optional(), search: z.string().max(200).optional() }))
    .output(page(contact)),
  search: procedure("contacts:read", "POST", "/contacts/search", "Contacts by filter")
    .input(contactSearch.extend(pageQuery.shape))
    .output(page(contact))
    .errors(refusals.filter),
  count: procedure("contacts:read", "POST", "/contacts/count", "How many contacts match; exact up to a million, then an estimate")
    .input(contactSearch)
    .output(z.object({ count: z.number(), exact: z.boolean() }))
    .errors(refusals.filter),
  get: procedure("contacts:read", "GET", "/contacts/{id}", "One contact").input(byId).output(contact),
  upsert: procedure("contacts:write", "POST", "/contacts", {
    summary: "Make a contact, or change the one with this phone number",
    status: 200,
  })
    .input(create)
    .output(created)
    .errors(refusals.phone),
  update: procedure("contacts:write", "PATCH", "/contacts/{id}", "Change a contact; keys left out stay")
    .input(byId.extend(contactChange.shape).extend({ phone: phone.nullable().optional(), createMissing: z.boolean().default(false) }))
    .output(contact)
    .errors(refusals.phone),
  bulkUpsert: procedure("contacts:write", "POST", "/contacts/bulk", `Upsert up to ${MAX_BULK} contacts at once`)
    .input(z.object({ contacts: z.array(create).min(1).max(MAX_BULK) }))
    .output(
      z.object({
        created: z.number(),
        updated: z.number(),
        /** By position in the request. */
        results: z.array(
          z.object({ index: z.number(), id: id.nullable(), error: z.object({ code: z.string(), message: z.string() }).nullable() }),
        ),
      }),
    ),
  bulkUpdate: procedure("contacts:write", "POST", "/contacts/bulk-update", `The same change for up to ${MAX_BULK} contacts`)
    .input(z.object({ selection, change: contactChange.omit({ notes: true }) }))
    .output(z.object({ changed: z.number(), matched: z.number(), remaining: z.number() }))
    .errors(refusals.filter),
  merge: procedure(
    "contacts:write",
    "POST",
    "/contacts/{id}/merge",
    "Merge other contacts into this one: it keeps its own values, gets those it lacks, and all their chats, runs and tickets",
  )
    .input(byId.extend({ others: z.array(id).min(1).max(20) }))
    .output(contact),
  block: procedure("contacts:write", "POST", "/contacts/{id}/block", "Block: leaves every list, nothing is sent any more")
    .input(byId)
    .output(contact),
  unblock: procedure("contacts:write", "POST", "/contacts/{id}/unblock", "Unblock: restores the flag only").input(byId).output(contact),
  consentLog: procedure("contacts:read", "GET", "/contacts/{id}/consent-log", "Every change of consent, newest first")
    .input(byId)
    .output(all(consentLogEntry)),
  timeline: procedure("contacts:read", "GET", "/contacts/{id}/timeline", {
    summary: "Messages, runs, steps, consent, notes and tickets in one, newest first",
    description: "A key without chats:read, runs:read or tickets:read is told the rest.",
  })
    .input(byId.extend(pageQuery.shape).extend({ automationId: id.optional() }))
    .output(page(timelineEntry)),
  notes: procedure("contacts:read", "GET", "/contacts/{id}/notes", "Internal notes, newest first")
    .input(byId.extend(pageQuery.shape))
    .output(page(note)),
  addNote: procedure("contacts:write", "POST", "/contacts/{id}/notes", { summary: "Write an internal note", status: 201 })
    .input(byId.extend({ text: z.string().trim().min(1).max(20_000) }))
    .output(note),
  deleteNote: procedure("contacts:write", "DELETE", "/contacts/{id}/notes/{noteId}", "Delete a note")
    .input(byId.extend({ noteId: id }))
    .output(done),
  access: procedure("contacts:read", "GET", "/contacts/{id}/access", {
    summary: "Everything stored about a person, as one JSON (GDPR access)",
    description: "Asks for chats:read, runs:read and tickets:read too.",
  })
    .input(byId)
    .output(z.record(z.string(), z.unknown())),
  erase: procedure("contacts:write", "DELETE", "/contacts/{id}", "Erase a contact with chat, media and runs, for good (GDPR erase)")
    .input(byId)
    .output(done),
  bulkErase: procedure("contacts:write", "POST", "/contacts/bulk-erase", "Erase up to 1,000 contacts, for good")
    .input(z.object({ ids }))
    .output(z.object({ erased: z.number() })),
  duplicates: procedure(
    "contacts:read",
    "GET",
    "/contacts/duplicates",
    "Contacts that look like one person: same e-mail address, or numbers that differ only in form",
  )
    .input(pageQuery)
    .output(page(z.object({ reason: z.enum(["email", "phone"]), value: z.string(), contacts: z.array(contact) }))),
};
