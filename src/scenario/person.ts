/** The people of a script: found by what the script calls them. */
import type { ProviderIdentity } from "../domain/inbound-message.ts";
import { normalizePhone, waIdToPhone } from "../domain/phone.ts";
import { findContactId } from "../store/scenario/read.ts";
import { identityOf } from "./set-up-scenario.ts";
import type { World } from "./world.ts";

/** One spelling for everything that names the same person: E.164, or the business-scoped id. */
export function personKey(world: World, person: string): string {
  return normalizePhone(person, world.defaultCountry) ?? person;
}

/** The same for whom a message was sent to: WhatsApp's name of a number is without "+", whatever the workspace's country. */
export function recipientKey(world: World, to: string): string {
  return personKey(world, waIdToPhone(to) ?? to);
}

export function providerIdentity(world: World, person: string, profileName?: string): ProviderIdentity {
  const { kind, value } = identityOf(person, world.defaultCountry);
  return { ...(kind === "wa_id" ? { waId: value } : { userId: value }), ...(profileName !== undefined && { profileName }) };
}

/** @throws when nobody of that name ever was in the workspace */
export async function contactIdOf(world: World, person: string): Promise<string> {
  const id = await findContactId(world, personKey(world, person));
  if (id === null) throw new Error(`There is no contact ${person}`);
  return id;
}
