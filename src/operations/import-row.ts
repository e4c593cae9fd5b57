/** A row of an imported file as a contact, and what is wrong with it. */
import type { Json, JsonObject } from "../domain/json.ts";
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

/** A row as a contact. Empty cells change nothing. */
export function toContact({ cells }: ImportRecord, columns: string[], options: ImportOptions, catalog: Catalog): ContactUpsert {
  const contact: ContactUpsert = {
    phone: "",
    addTags: [...options.addTags],
    addToLists: [...options.addToLists],
    createMissing: options.createMissing,
  };
  const fields: JsonObject = {};
  columns.forEach((column, index) => {
    const target = options.mapping[column];
    const cell = cells[index] ?? "";
    if (!target || cell === "") return;
    const attribute = ATTRIBUTES[target];
    if (target === "phone") contact.phone = normalizePhone(cell, options.country ?? catalog.snapshot.defaultCountry) ?? cell;
    else if (target === "tag") contact.addTags?.push(...split(cell));
    else if (target === "list") contact.addToLists?.push(...split(cell));
    else if (target.startsWith("fields.")) fields[target.slice("fields.".length)] = cell;
    else if (attribute) Object.assign(contact, { [attribute]: cell });
  });
  if (Object.keys(fields).length > 0) contact.fields = fields;
  if (options.consent) contact.consent = { ...options.consent, source: "import" };
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
export function rowError(contact: ContactUpsert, options: ImportOptions, catalog: Catalog): Json | null {
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
  try {
    // What will be made does not count as missing.
    const known = options.createMissing ? { ...contact, addTags: [], addToLists: [], fields: knownFields(contact, catalog) } : contact;
    checkChange(known, catalog.snapshot);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const path = (error.data?.["issues"] as { path: string }[] | undefined)?.[0]?.path ?? "";
    return failure(error.code, error.message, columnOf(path, options), null);
  }
}

function knownFields(contact: ContactUpsert, { snapshot }: Catalog): JsonObject {
  return Object.fromEntries(Object.entries(contact.fields ?? {}).filter(([code]) => Object.hasOwn(snapshot.fields, code)));
}
