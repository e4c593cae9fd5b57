/** Finds the contacts behind providers' names for people; those who are new get an id. */
import type pg from "pg";
import type { ProviderIdentity } from "../domain/inbound-message.ts";
import { type ContactRef, findIdentities, type IdentityRef } from "../store/engine-load.ts";
import { insertIdentities } from "../store/engine-write.ts";
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

export interface ResolvedContacts {
  /** The contact of each writer, in their order. */
  refs: ContactRef[];
  /** Those made now, by id. Only their names are stored yet: the batch writes the contact as the engine leaves it. */
  created: Map<string, Writer>;
}

export async function resolveContacts(client: pg.ClientBase, writers: Writer[]): Promise<ResolvedContacts> {
  const known = new Map<string, string>();
  const remember = async (refs: IdentityRef[]) => {
    for (const found of await findIdentities(client, refs)) known.set(key(found), found.contactId);
  };
  await remember(writers.flatMap(refsOf));

  const strangers = writers.filter((writer) => contactOf(writer, known) === undefined);
  const created = strangers.length > 0 ? await create(client, strangers, known, remember) : new Map();
  await linkNewNames(client, writers, known);
  const refs = writers.map((writer) => ({ workspaceId: writer.workspaceId, contactId: contactOf(writer, known) as string }));
  return { refs, created };
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
  remember: (refs: IdentityRef[]) => Promise<void>,
): Promise<Map<string, Writer>> {
  // One contact per person, however many of their messages are in the batch; the last of those with a first name decides.
  const byName = new Map<string, Writer>();
  for (const writer of strangers) {
    const first = refsOf(writer)[0];
    if (first) byName.set(key(first), writer);
  }
  // Sorted: two workers that meet the same strangers insert in the same order and cannot wait for each other.
  const fresh = [...byName.values()]
    .map((writer) => ({ writer, id: newId(), refs: refsOf(writer) }))
    .sort((a, b) => (key(a.refs[0] as IdentityRef) < key(b.refs[0] as IdentityRef) ? -1 : 1));
  // The names come before the contact, whose key they only have to fit at the commit.
  await insertIdentities(
    client,
    fresh.flatMap(({ writer, id, refs }) =>
      refs.map((ref) => ({ workspace_id: writer.workspaceId, kind: ref.kind, value: ref.value, contact_id: id })),
    ),
  );
  await remember(fresh.flatMap(({ refs }) => refs));
  // Where another worker was faster with a person, its contact counts and ours never comes to be.
  const won = fresh.filter(({ id, refs }) => refs.some((ref) => known.get(key(ref)) === id));
  return new Map(won.map(({ id, writer }) => [id, writer]));
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
