import { randomBytes, randomInt } from "node:crypto";
import type { Selectable, Updateable } from "kysely";
import type pg from "pg";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import { touchWorkspace } from "./revision.ts";
import type { SecretBox } from "./secret.ts";
import type { Channel } from "./tables.ts";

export type ChannelRow = Selectable<Channel>;

export interface NewChannel {
  kind: "whatsapp" | "sandbox";
  name: string;
  phone: string | null;
  phoneNumberId: string;
  wabaId: string | null;
  graphVersion?: string | undefined;
  accessToken: string;
  appSecret: string;
  now: number;
}

export async function insertChannel(db: Db, secrets: SecretBox, workspaceId: string, channel: NewChannel): Promise<string> {
  const id = newId();
  await db
    .insertInto("channel")
    .values({
      workspace_id: workspaceId,
      id,
      kind: channel.kind,
      name: channel.name,
      phone: channel.phone,
      phone_number_id: channel.phoneNumberId,
      waba_id: channel.wabaId,
      graph_version: channel.graphVersion ?? null,
      access_token: secrets.encrypt(channel.accessToken),
      app_secret: secrets.encrypt(channel.appSecret),
      verify_token: randomBytes(18).toString("base64url"),
      created_at: new Date(channel.now),
    })
    .execute();
  await touchWorkspace(db, workspaceId);
  return id;
}

/** Ids like Meta's, which has none that begin with 99. */
function digits(length: number): string {
  return `99${Array.from({ length: length - 2 }, () => randomInt(10)).join("")}`;
}

/** A number of our own: the phone on the screen. Its secrets are made up; the fake provider is told them. */
export async function insertSandboxChannel(db: Db, secrets: SecretBox, workspaceId: string, name: string, now: number): Promise<string> {
  return await insertChannel(db, secrets, workspaceId, {
    kind: "sandbox",
    name,
    phone: null,
    phoneNumberId: digits(15),
    wabaId: digits(15),
    ...newSandboxSecrets(),
    now,
  });
}

export function newSandboxSecrets(): { accessToken: string; appSecret: string } {
  return { accessToken: randomBytes(24).toString("base64url"), appSecret: randomBytes(16).toString("hex") };
}

export async function listChannels(db: Db, workspaceId: string): Promise<ChannelRow[]> {
  return await db.selectFrom("channel").selectAll().where("workspace_id", "=", workspaceId).orderBy("id").execute();
}

/** All numbers of the installation about which Meta can be asked. */
export async function numbersAtMeta(pool: pg.Pool): Promise<{ workspaceId: string; channelId: string }[]> {
  const { rows } = await pool.query<{ workspaceId: string; channelId: string }>(
    `SELECT workspace_id AS "workspaceId", id AS "channelId" FROM channel WHERE kind = 'whatsapp' AND access_token IS NOT NULL ORDER BY workspace_id, id`,
  );
  return rows;
}

export async function findChannel(db: Db, workspaceId: string, id: string): Promise<ChannelRow | undefined> {
  return await db.selectFrom("channel").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
}

export async function updateChannel(db: Db, workspaceId: string, id: string, change: Updateable<Channel>): Promise<void> {
  // Only the given keys are there; none is no change, and no SQL either.
  if (Object.values(change).every((value) => value === undefined)) return;
  await db.updateTable("channel").set(change).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

/** Messages that waited to leave over it are given up; chats stay readable. */
export async function deleteChannel(db: Db, workspaceId: string, id: string): Promise<void> {
  const dropped = await db
    .deleteFrom("outbox")
    .where("workspace_id", "=", workspaceId)
    .where("channel_id", "=", id)
    .returning("message_id")
    .execute();
  if (dropped.length > 0) {
    await db
      .updateTable("message")
      .set({ status: "dropped", error: "channel_deleted" })
      .where("workspace_id", "=", workspaceId)
      .where(
        "id",
        "in",
        dropped.map((row) => row.message_id),
      )
      .execute();
  }
  await db.deleteFrom("channel").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}
