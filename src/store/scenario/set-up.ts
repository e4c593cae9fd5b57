/** Rows that exist before a scenario begins: nothing here fires an event, which is why no operation is used. */
import type pg from "pg";
import type { JsonObject } from "../../domain/json.ts";
import { Refusal } from "../../domain/refusal.ts";
import { WINDOW_MS } from "../../domain/session-window.ts";
import type { TemplateDefinition } from "../../domain/template-definition.ts";
import { createDb } from "../db.ts";
import { newId } from "../id.ts";
import type { SecretBox } from "../secret.ts";

export interface NewWorkspace {
  name: string;
  settings: JsonObject;
  at: number;
}

export async function insertWorkspace(pool: pg.Pool, { name, settings, at }: NewWorkspace): Promise<string> {
  const id = newId();
  await createDb(pool)
    .insertInto("workspace")
    .values({ id, name, slug: `scenario-${id}`, settings: JSON.stringify(settings), created_at: new Date(at) })
    .execute();
  return id;
}

export interface NewChannel {
  name: string;
  phone: string;
  phoneNumberId: string;
  wabaId: string;
  accessToken: string;
  appSecret: string;
  throughput?: number | undefined;
  at: number;
}

export async function insertChannel(pool: pg.Pool, secrets: SecretBox, workspaceId: string, channel: NewChannel): Promise<string> {
  const id = newId();
  await createDb(pool)
    .insertInto("channel")
    .values({
      workspace_id: workspaceId,
      id,
      kind: "whatsapp",
      name: channel.name,
      phone: channel.phone,
      phone_number_id: channel.phoneNumberId,
      waba_id: channel.wabaId,
      access_token: secrets.encrypt(channel.accessToken),
      app_secret: secrets.encrypt(channel.appSecret),
      verify_token: "scenario",
      created_at: new Date(channel.at),
      ...(channel.throughput !== undefined && { throughput: channel.throughput }),
    })
    .execute();
  return id;
}

export interface NewObjects {
  tags: { name: string; category: string | null }[];
  lists: string[];
  fields: { code: string; type: string; choices: string[] | null }[];
  operators: string[];
  ticketStatuses: { name: string; done: boolean }[];
  templates: { definition: TemplateDefinition; status: string }[];
  connections: { name: string; kind: string; settings: JsonObject; secrets: JsonObject }[];
  agents: { name: string; kind: string; settings: JsonObject }[];
  at: number;
}

/** Everything documents may name. */
export async function insertObjects(pool: pg.Pool, secrets: SecretBox, workspaceId: string, objects: NewObjects): Promise<void> {
  const db = createDb(pool);
  const own = () => ({ workspace_id: workspaceId, id: newId(), created_at: new Date(objects.at) });
  const { tags, lists, fields, operators, ticketStatuses, connections, agents } = objects;
  if (tags.length > 0)
    await db
      .insertInto("tag")
      .values(tags.map((tag) => ({ ...own(), ...tag })))
      .execute();
  if (lists.length > 0)
    await db
      .insertInto("list")
      .values(lists.map((name) => ({ ...own(), name })))
      .execute();
  if (fields.length > 0)
    await db
      .insertInto("field")
      .values(fields.map((field) => ({ ...own(), ...field, label: field.code })))
      .execute();
  if (ticketStatuses.length > 0)
    await db
      .insertInto("ticket_status")
      .values(ticketStatuses.map((status, position) => ({ workspace_id: workspaceId, id: newId(), ...status, position })))
      .execute();
  for (const email of operators) {
    const user = await db
      .insertInto("app_user")
      .values({ id: newId(), name: email.split("@")[0] as string, email })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("member")
      .values({ ...own(), user_id: user.id, role: "chat_operator" })
      .execute();
  }
  for (const { definition, status } of objects.templates) {
    const { name, category, language } = definition;
    const template = await db
      .insertInto("template")
      .values({ ...own(), name, category })
      .onConflict((conflict) => conflict.columns(["workspace_id", "name"]).doUpdateSet({ category }))
      .returning("id")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("template_version")
      .values({
        workspace_id: workspaceId,
        id: newId(),
        template_id: template.id,
        language,
        status,
        definition: JSON.stringify(definition),
      })
      .execute();
  }
  if (connections.length > 0) {
    const rows = connections.map((connection) => ({
      ...own(),
      name: connection.name,
      kind: connection.kind,
      settings: JSON.stringify(connection.settings),
      secrets: secrets.encrypt(JSON.stringify(connection.secrets)),
    }));
    await db.insertInto("connection").values(rows).execute();
  }
  if (agents.length > 0) {
    await db
      .insertInto("agent")
      .values(agents.map((agent) => ({ ...own(), ...agent, settings: JSON.stringify(agent.settings) })))
      .execute();
  }
}

export interface NewContact {
  identity: { kind: "wa_id" | "user_id"; value: string };
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  language: string | null;
  timeZone: string | null;
  fields: JsonObject;
  tags: string[];
  lists: string[];
  operators: string[];
  consent: "not_declared" | "subscribed" | "unsubscribed";
  blocked: boolean;
  aiEnabled: boolean;
  /** Opens the 24-hour window; null where the contact never wrote. */
  lastInboundAt: number | null;
  at: number;
}

/** Names of tags, lists and operators must exist. */
export async function insertContact(pool: pg.Pool, workspaceId: string, channelId: string, contact: NewContact): Promise<string> {
  const db = createDb(pool);
  const id = newId();
  const find = async (table: "tag" | "list", names: string[]) => {
    const rows = await db.selectFrom(table).select(["id", "name"]).where("workspace_id", "=", workspaceId).execute();
    return names.map((name) => rows.find((row) => row.name === name)?.id ?? refuse(table, name));
  };
  const members = await db
    .selectFrom("member")
    .innerJoin("app_user", "app_user.id", "member.user_id")
    .select(["member.id", "app_user.email"])
    .where("member.workspace_id", "=", workspaceId)
    .execute();
  await db
    .insertInto("contact")
    .values({
      workspace_id: workspaceId,
      id,
      phone: contact.phone,
      first_name: contact.firstName,
      last_name: contact.lastName,
      email: contact.email,
      language: contact.language,
      time_zone: contact.timeZone,
      consent: contact.consent,
      blocked: contact.blocked,
      ai_enabled: contact.aiEnabled,
      fields: JSON.stringify(contact.fields),
      tag_ids: await find("tag", contact.tags),
      list_ids: await find("list", contact.lists),
      operator_ids: contact.operators.map((email) => members.find((member) => member.email === email)?.id ?? refuse("operator", email)),
      created_at: new Date(contact.at),
      updated_at: new Date(contact.at),
    })
    .execute();
  const { kind, value } = contact.identity;
  await db.insertInto("contact_identity").values({ workspace_id: workspaceId, kind, value, contact_id: id }).execute();
  if (contact.lastInboundAt === null) return id;
  const at = new Date(contact.lastInboundAt);
  const window_expires_at = new Date(contact.lastInboundAt + WINDOW_MS);
  await db
    .insertInto("chat")
    .values({
      workspace_id: workspaceId,
      id: newId(),
      contact_id: id,
      channel_id: channelId,
      last_inbound_at: at,
      last_message_at: at,
      window_expires_at,
      created_at: at,
    })
    .execute();
  return id;
}

function refuse(what: string, name: string): never {
  throw new Refusal("invalid_input", `There is no ${what} "${name}" in the workspace of this scenario.`);
}
