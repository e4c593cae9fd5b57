/** A row of an imported file as a contact, and what is wrong with it. */
import type { Json, JsonObject } from "../domain/json.ts";
import { languageFromText } from "../domain/language-names.ts";
import { normalizePhone } from "../domain/phone.ts";
import { Refusal } from "../domain/refusal.ts";
import type { ImportRecord } from "../store/imports.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { checkChange } from "./contact-change-input.ts";
import type { ContactUpsert } from "./upsert-contacts.ts";

export interface ImportOptions {
  /** Column → target; see `contract/imports.ts`. */
  mapping: Record<string, string | null>;
  addTags: string[];
  addToLists: string[];
  country?: string | undefined;
  consent: { state: "subscribed" | "unsubscribed"; text: string } | null;
  createMissing: boolean;
  existing: "update" | "skip";
  startAutomations: boolean;
}

const ATTRIBUTES: Record<string, keyof ContactUpsert> = {
  first_name: "firstName",
  last_name: "lastName",
  email: "email",
  language: "language",
  time_zone: "timeZone",
  notes: "notes",
};

function split(cell: string): string[] {
  return cell
    .split(/[;|]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

const AGREED = /^(subscribed|yes|y|true|1|x|opted[ -]?in|s[iì]|iscritt[oa]|oui|ja|sim|vero)$/i;
const OBJECTED = /^(unsubscribed|no|n|false|0|opted[ -]?out|disiscritt[oa]|non|nein|não|falso)$/i;

/** What a cell says of consent: null where it says nothing, undefined where it cannot be read. */
function consentOf(cell: string): "subscribed" | "unsubscribed" | null | undefined {
  const text = cell.normalize("NFC").trim();
  if (text === "" || /^not[_ ]declared$/i.test(text)) return null;
  return AGREED.test(text) ? "subscribed" : OBJECTED.test(text) ? "unsubscribed" : undefined;
}

export interface RowContact extends ContactUpsert {
  brokenQuotes?: boolean;
  unreadableConsent?: string;
}

/** A row as a contact. Empty cells change nothing. */
export function toContact({ cells, broken_quotes }: ImportRecord, columns: string[], options: ImportOptions, catalog: Catalog): RowContact {
  const contact: RowContact = {
    phone: "",
    ...(broken_quotes && { brokenQuotes: true }),
    addTags: [...options.addTags],
    addToLists: [...options.addToLists],
    createMissing: options.createMissing,
  };
  const fields: JsonObject = {};
  let consentCell = "";
  columns.forEach((column, index) => {
    const target = options.mapping[column];
    // Spreadsheets and our own export keep a text from being a formula with an apostrophe before it.
    const cell = (cells[index] ?? "").replace(/^'(?=[=+\-@\d])/, "");
    if (!target || cell === "") return;
    const attribute = ATTRIBUTES[target];
    if (target === "phone") contact.phone = normalizePhone(cell, options.country ?? catalog.snapshot.defaultCountry) ?? cell;
    else if (target === "language") contact.language = languageFromText(cell) ?? cell;
    else if (target === "consent") consentCell = cell;
    else if (target === "tag") contact.addTags?.push(...split(cell));
    else if (target === "list") contact.addToLists?.push(...split(cell));
    else if (target.startsWith("fields.")) fields[target.slice("fields.".length)] = cell;
    else if (attribute) Object.assign(contact, { [attribute]: cell });
  });
  if (Object.keys(fields).length > 0) contact.fields = fields;
  const own = consentOf(consentCell);
  if (own === undefined) contact.unreadableConsent = consentCell;
  else if (own !== null) contact.consent = { state: own, source: "import", ...(options.consent && { text: options.consent.text }) };
  else if (options.consent) contact.consent = { ...options.consent, source: "import" };
  return contact;
}

function columnOf(path: string, options: ImportOptions): string | null {
  const target = path.startsWith("fields.")
    ? path
    : ({ tags: "tag", lists: "list" }[path] ?? Object.keys(ATTRIBUTES).find((key) => ATTRIBUTES[key] === path) ?? path);
  return Object.keys(options.mapping).find((column) => options.mapping[column] === target) ?? null;
}

export function failure(code: string, message: string, column: string | null, value: string | null): Json {
  return { code, message, column, value };
}

/** What is wrong with a row before anything is written; null where nothing is. */
export function rowError(contact: RowContact, options: ImportOptions, catalog: Catalog): Json | null {
  if (contact.brokenQuotes) {
    return failure("broken_quotes", "The quotation marks in this row do not match: write one in a text twice.", null, null);
  }
  if (normalizePhone(contact.phone) === null) {
    return failure(
      "invalid_phone",
      contact.phone === "" ? "There is no phone number." : `"${contact.phone}" is not a phone number.`,
      columnOf("phone", options),
      contact.phone || null,
    );
  }
  if (contact.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact.email)) {
    return failure("invalid_email", `"${contact.email}" is not an e-mail address.`, columnOf("email", options), contact.email);
  }
  if (contact.unreadableConsent !== undefined) {
    const value = contact.unreadableConsent;
    return failure("invalid_consent", `"${value}" is neither yes nor no.`, columnOf("consent", options), value);
  }
  try {
    // What will be made does not count as missing.
    const known = options.createMissing ? { ...contact, addTags: [], addToLists: [], fields: knownFields(contact, catalog) } : contact;
    checkChange(known, catalog.snapshot);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const path = (error.data?.["issues"] as { path: string }[] | undefined)?.[0]?.path ?? "";
    return failure(error.code, error.message, columnOf(path, options), valueAt(contact, path));
  }
}

/** What stands in the cell, for who mends the file. */
function valueAt(contact: RowContact, path: string): string | null {
  const value = path.startsWith("fields.") ? contact.fields?.[path.slice("fields.".length)] : contact[path as keyof RowContact];
  return typeof value === "string" ? value : null;
}

function knownFields(contact: ContactUpsert, { snapshot }: Catalog): JsonObject {
  return Object.fromEntries(Object.entries(contact.fields ?? {}).filter(([code]) => Object.hasOwn(snapshot.fields, code)));
}
