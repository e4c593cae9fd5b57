/** Finds the contacts behind the people that shops tell of, making those who have a number and are new. */
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import { normalizeLanguage } from "../../domain/language.ts";
import { normalizePhone } from "../../domain/phone.ts";
import type { ShopPerson } from "../../domain/shop/notice.ts";
import { resolvePhones } from "../../store/contact-write.ts";
import { contactsByEmail, findByPhones, readNames } from "../../store/contacts.ts";
import type { Tx } from "../../store/db.ts";
import { type ChangeContext, changeContacts } from "../change-contact.ts";
import type { ContactChange } from "../contact-change-input.ts";

/** E.164 of the first of a person's numbers that is one: read as of their address's country, else of the workspace's. */
export function phoneOf(person: ShopPerson, defaultCountry: string | undefined): string | null {
  for (const country of [person.country ?? defaultCountry, defaultCountry]) {
    for (const text of person.phones) {
      const phone = normalizePhone(text, country);
      if (phone !== null) return phone;
    }
  }
  return null;
}

/**
 * The contact of each person, null where there is neither a number nor a contact with the e-mail address. What is known of a
 * contact stays as it is; the shop fills in what is missing.
 */
export async function resolvePeople(
  tx: Tx,
  context: ChangeContext,
  workspace: WorkspaceSnapshot,
  people: (ShopPerson | null)[],
): Promise<(string | null)[]> {
  const phones = people.map((person) => person && phoneOf(person, workspace.defaultCountry));
  const byPhone = await resolvePhones(
    tx.client,
    workspace.id,
    phones.filter((phone) => phone !== null),
    context.clock.now(),
  );
  const byEmail = await emailsOf(
    tx,
    workspace.id,
    people.filter((_, index) => phones[index] === null),
  );
  const ids = people.map((person, index) => {
    const phone = phones[index];
    if (phone) return byPhone.get(phone)?.contactId ?? null;
    return byEmail.get(person?.email?.toLowerCase() ?? "") ?? null;
  });
  await fillGaps(tx, context, workspace.id, people, ids);
  return ids;
}

/** The same without making or changing anybody. */
export async function findPerson(tx: Tx, workspace: WorkspaceSnapshot, person: ShopPerson): Promise<string | null> {
  const phone = phoneOf(person, workspace.defaultCountry);
  const found = phone === null ? undefined : (await findByPhones(tx.db, workspace.id, [phone])).get(phone);
  return found ?? (await emailsOf(tx, workspace.id, [person])).get(person.email?.toLowerCase() ?? "") ?? null;
}

async function emailsOf({ db }: Tx, workspaceId: string, people: (ShopPerson | null)[]): Promise<Map<string, string>> {
  return await contactsByEmail(
    db,
    workspaceId,
    people.flatMap((person) => person?.email?.toLowerCase() ?? []),
  );
}

async function fillGaps(
  tx: Tx,
  context: ChangeContext,
  workspaceId: string,
  people: (ShopPerson | null)[],
  ids: (string | null)[],
): Promise<void> {
  const names = await readNames(
    tx.db,
    workspaceId,
    ids.filter((id) => id !== null),
  );
  const changes = new Map<string, ContactChange>();
  for (const [index, person] of people.entries()) {
    const contactId = ids[index];
    const known = contactId ? names.get(contactId) : undefined;
    if (!person || !contactId || !known) continue;
    const change = { ...changes.get(contactId) };
    if (known.firstName === null && known.lastName === null && person.firstName !== null) {
      change.firstName ??= person.firstName;
      if (person.lastName !== null) change.lastName ??= person.lastName;
    }
    if (known.email === null && person.email !== null) change.email ??= person.email;
    const language = person.language === null ? null : normalizeLanguage(person.language);
    if (known.language === null && language !== null) change.language ??= language;
    if (Object.keys(change).length > 0) changes.set(contactId, change);
  }
  await changeContacts(
    tx,
    context,
    workspaceId,
    [...changes].map(([contactId, change]) => ({ contactId, change })),
    { source: "shop" },
  );
}
