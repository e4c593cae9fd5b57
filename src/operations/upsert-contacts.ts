import type pg from "pg";
import { normalizePhone } from "../domain/phone.ts";
import { Refusal } from "../domain/refusal.ts";
import { moveIdentity, resolvePhones } from "../store/contact-write.ts";
import { findByPhones } from "../store/contacts.ts";
import { inTransaction, type Tx } from "../store/db.ts";
import { insertObject } from "../store/objects.ts";
import { violatedIndex } from "../store/unique-violation.ts";
import { type ChangeContext, type ChangeOptions, changeContacts } from "./change-contact.ts";
import { type ContactChange, checkChange, missingNames } from "./contact-change-input.ts";

export interface UpsertContext extends ChangeContext {
  pool: pg.Pool;
}

export interface ContactUpsert extends ContactChange {
  phone: string;
  /** Tags, lists and fields (as text) that do not exist are made. */
  createMissing?: boolean | undefined;
}

export interface UpsertResult {
  contactId: string | null;
  created: boolean;
  error: { code: string; message: string } | null;
}

export interface UpsertOptions extends ChangeOptions {
  /** Whether `createMissing` may be asked for: making tags, lists and fields is a permission of its own. */
  mayMakeObjects: boolean;
  /** Operators who see only their own contacts get those they make, and may not touch others: their e-mail address. */
  assignTo?: string | undefined;
  onlyAssignedTo?: string | null;
}

/** Makes or changes contacts by their numbers; one bad row refuses itself and nobody else. Results in the order given. */
export async function upsertContacts(
  context: UpsertContext,
  workspaceId: string,
  inputs: ContactUpsert[],
  options: UpsertOptions,
): Promise<UpsertResult[]> {
  await createMissing(context, workspaceId, inputs, options.mayMakeObjects);
  const catalog = (await context.catalogs.get(context.pool, [workspaceId])).get(workspaceId);
  if (!catalog) throw new Refusal("not_found", "There is no such workspace.");
  const results: UpsertResult[] = inputs.map(() => ({ contactId: null, created: false, error: null }));
  const good = inputs.flatMap((input, index) => {
    try {
      const phone = normalizePhone(input.phone, catalog.snapshot.defaultCountry);
      if (phone === null) throw new Refusal("invalid_phone", `"${input.phone}" is not a phone number.`);
      const { phone: _, createMissing: __, ...change } = input;
      return [{ index, phone, change: checkChange(change, catalog.snapshot) }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      (results[index] as UpsertResult).error = { code: error.code, message: error.message };
      return [];
    }
  });
  await inTransaction(context.pool, async (tx) => {
    const resolved = await resolvePhones(
      tx.client,
      workspaceId,
      good.map(({ phone }) => phone),
      context.clock.now(),
    );
    const own = await ownContacts(
      tx,
      workspaceId,
      [...resolved.values()].map(({ contactId }) => contactId),
      options.onlyAssignedTo ?? null,
    );
    const changes: { contactId: string; change: ContactChange }[] = [];
    const seen = new Set<string>();
    for (const { index, phone, change } of good) {
      const found = resolved.get(phone);
      const result = results[index] as UpsertResult;
      if (!found || (!found.created && own !== null && !own.has(found.contactId))) {
        result.error = { code: "forbidden", message: "This contact is not assigned to you." };
        continue;
      }
      // Rows for one number follow each other: the second one finds the contact made.
      result.contactId = found.contactId;
      result.created = found.created && !seen.has(found.contactId);
      seen.add(found.contactId);
      changes.push({
        contactId: found.contactId,
        change: result.created && options.assignTo !== undefined ? { ...change, addOperators: [options.assignTo] } : change,
      });
    }
    for (const wave of waves(changes)) await changeContacts(tx, context, workspaceId, wave, options);
  });
  return results;
}

/** A contact twice in one statement would be written once: later changes of it come in a later wave. */
function waves<T extends { contactId: string }>(changes: T[]): T[][] {
  const result: T[][] = [];
  const depth = new Map<string, number>();
  for (const change of changes) {
    const wave = depth.get(change.contactId) ?? 0;
    depth.set(change.contactId, wave + 1);
    const list = result[wave];
    if (list) list.push(change);
    else result.push([change]);
  }
  return result;
}

async function ownContacts({ db }: Tx, workspaceId: string, ids: string[], memberId: string | null): Promise<Set<string> | null> {
  if (memberId === null) return null;
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom("contact")
    .select(["id", "operator_ids"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "in", ids)
    .execute();
  return new Set(rows.filter((row) => row.operator_ids.includes(memberId)).map((row) => row.id));
}

/**
 * In transactions of their own: the caches of names must never see what may yet be rolled back.
 *
 * @throws {Refusal} `forbidden` where something is missing and the caller may not make it
 */
export async function createMissing(
  context: UpsertContext,
  workspaceId: string,
  inputs: (ContactChange & { createMissing?: boolean | undefined })[],
  mayMake: boolean,
): Promise<void> {
  const wanted = inputs.filter((input) => input.createMissing);
  if (wanted.length === 0) return;
  const catalog = (await context.catalogs.get(context.pool, [workspaceId])).get(workspaceId);
  if (!catalog) return;
  const missing = wanted.map((input) => missingNames(input, catalog.snapshot));
  const [first] = missing.flatMap(({ tags, lists, fields }) => [...tags, ...lists, ...fields]);
  if (first !== undefined && !mayMake)
    throw new Refusal("forbidden", `There is no "${first}" yet, and making tags, lists and fields takes the permission objects:write.`);
  const make = async (table: "tag" | "list" | "field", names: string[], values: (name: string) => Record<string, unknown>) => {
    for (const name of new Set(names)) {
      await inTransaction(context.pool, ({ db }) => insertObject(db, table, workspaceId, values(name))).catch((error: unknown) => {
        // Somebody made it meanwhile: just as well.
        if (violatedIndex(error) === undefined) throw error;
      });
    }
  };
  await make(
    "tag",
    missing.flatMap(({ tags }) => tags),
    (name) => ({ name }),
  );
  await make(
    "list",
    missing.flatMap(({ lists }) => lists),
    (name) => ({ name }),
  );
  await make(
    "field",
    missing.flatMap(({ fields }) => fields).filter((code) => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code)),
    (code) => ({ code, label: code, type: "text" }),
  );
}

/** Gives a contact another number. @throws {Refusal} `invalid_phone`, or `phone_taken` with the other contact's id */
export async function checkNewPhone(
  tx: Tx,
  workspaceId: string,
  contactId: string,
  input: string | null,
  defaultCountry: string | undefined,
): Promise<string | null> {
  if (input === null) {
    await moveIdentity(tx.db, workspaceId, contactId, null);
    return null;
  }
  const phone = normalizePhone(input, defaultCountry);
  if (phone === null) throw new Refusal("invalid_phone", `"${input}" is not a phone number.`);
  const other = (await findByPhones(tx.db, workspaceId, [phone])).get(phone);
  if (other === contactId) return phone;
  if (other !== undefined) throw new Refusal("phone_taken", "Another contact has this number: merge the two.", { contactId: other });
  await moveIdentity(tx.db, workspaceId, contactId, phone);
  return phone;
}
