/** Finds the contacts behind providers' names for people, making those who are new. */
import type pg from "pg";
import type { ProviderIdentity } from "../domain/inbound-message.ts";
import { waIdToPhone } from "../domain/phone.ts";
import { type ContactRef, findIdentities, type IdentityRef } from "../store/engine-load.ts";
import { deleteContacts, insertContacts, insertIdentities } from "../store/engine-write.ts";
import { newId } from "../store/id.ts";
import { identitiesOf } from "./inbound.ts";

export interface Writer {
  workspaceId: string;
  from: ProviderIdentity;
}

function key(identity: IdentityRef): string {
  return `${identity.workspaceId}\n${identity.kind}\n${identity.value}`;
}

function refsOf(writer: Writer): IdentityRef[] {
  return identitiesOf(writer.from).map((identity) => ({ workspaceId: writer.workspaceId, ...identity }));
}

/** The contact of each writer, in their order. */
export async function resolveContacts(client: pg.ClientBase, writers: Writer[], now: number): Promise<ContactRef[]> {
  const known = new Map<string, string>();
  const remember = async (refs: IdentityRef[]) => {
    for (const found of await findIdentities(client, refs)) known.set(key(found), found.contactId);
  };
  await remember(writers.flatMap(refsOf));

  const strangers = writers.filter((writer) => contactOf(writer, known) === undefined);
  if (strangers.length > 0) await create(client, strangers, known, now, remember);
  await linkNewNames(client, writers, known);
  return writers.map((writer) => ({ workspaceId: writer.workspaceId, contactId: contactOf(writer, known) as string }));
}

function contactOf(writer: Writer, known: Map<string, string>): string | undefined {
  for (const ref of refsOf(writer)) {
    const id = known.get(key(ref));
    if (id !== undefined) return id;
  }
  return undefined;
}

async function create(
  client: pg.ClientBase,
  strangers: Writer[],
  known: Map<string, string>,
  now: number,
  remember: (refs: IdentityRef[]) => Promise<void>,
): Promise<void> {
  // One contact per person, however many of their messages are in the batch; the first name they go by decides.
  const byName = new Map<string, Writer>();
  for (const writer of strangers) {
    const first = refsOf(writer)[0];
    if (first) byName.set(key(first), writer);
  }
  // Sorted: two workers that meet the same strangers insert in the same order and cannot wait for each other.
  const fresh = [...byName.values()]
    .map((writer) => ({ writer, id: newId(), refs: refsOf(writer) }))
    .sort((a, b) => (key(a.refs[0] as IdentityRef) < key(b.refs[0] as IdentityRef) ? -1 : 1));
  await insertContacts(
    client,
    fresh.map(({ writer, id }) => ({
      workspace_id: writer.workspaceId,
      id,
      phone: writer.from.waId === undefined ? null : waIdToPhone(writer.from.waId),
      first_name: writer.from.profileName ?? null,
      username: writer.from.username ?? null,
      created_at: now,
      updated_at: now,
    })),
  );
  await insertIdentities(
    client,
    fresh.flatMap(({ writer, id, refs }) =>
      refs.map((ref) => ({ workspace_id: writer.workspaceId, kind: ref.kind, value: ref.value, contact_id: id })),
    ),
  );
  await remember(fresh.flatMap(({ refs }) => refs));
  // Another worker was faster with one of them: its contact counts, ours has no name and goes.
  const lost = fresh.filter(({ id, refs }) => refs.every((ref) => known.get(key(ref)) !== id));
  if (lost.length > 0) {
    await deleteContacts(
      client,
      lost.map(({ writer, id }) => ({ workspaceId: writer.workspaceId, contactId: id })),
    );
  }
}

/** Someone known by one name shows another: remember it too. */
async function linkNewNames(client: pg.ClientBase, writers: Writer[], known: Map<string, string>): Promise<void> {
  const links = new Map<string, { workspace_id: string; kind: string; value: string; contact_id: string }>();
  for (const writer of writers) {
    const contactId = contactOf(writer, known);
    for (const ref of refsOf(writer)) {
      if (contactId === undefined || known.has(key(ref))) continue;
      known.set(key(ref), contactId);
      links.set(key(ref), { workspace_id: ref.workspaceId, kind: ref.kind, value: ref.value, contact_id: contactId });
    }
  }
  await insertIdentities(client, [...links.values()]);
}
