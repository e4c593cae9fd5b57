import { createHash, randomBytes } from "node:crypto";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import type { SecretBox } from "./secret.ts";

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

export interface NewInvitation {
  email: string | null;
  role: string;
  invitedBy: string;
  expiresAt: number;
  now: number;
}

/** Returns the id and the token of the link. */
export async function insertInvitation(
  db: Db,
  secrets: SecretBox,
  workspaceId: string,
  invitation: NewInvitation,
): Promise<{ id: string; token: string }> {
  const token = randomBytes(24).toString("base64url");
  const id = newId();
  await db
    .insertInto("invitation")
    .values({
      workspace_id: workspaceId,
      id,
      token_hash: hashOf(token),
      token: secrets.encrypt(token),
      email: invitation.email,
      role: invitation.role,
      invited_by: invitation.invitedBy,
      expires_at: new Date(invitation.expiresAt),
      created_at: new Date(invitation.now),
    })
    .execute();
  return { id, token };
}

function invitations(db: Db) {
  return db
    .selectFrom("invitation")
    .innerJoin("workspace", "workspace.id", "invitation.workspace_id")
    .leftJoin("member", (join) =>
      join.onRef("member.workspace_id", "=", "invitation.workspace_id").onRef("member.id", "=", "invitation.invited_by"),
    )
    .leftJoin("app_user", "app_user.id", "member.user_id")
    .select([
      "invitation.workspace_id",
      "invitation.id",
      "invitation.email",
      "invitation.role",
      "invitation.expires_at",
      "invitation.token",
    ])
    .select(["workspace.name as workspace_name", "app_user.name as invited_by_name"]);
}

export async function listInvitations(db: Db, workspaceId: string, now: number, ofOwnersToo: boolean) {
  return await invitations(db)
    .where("invitation.workspace_id", "=", workspaceId)
    .where("expires_at", ">", new Date(now))
    .$if(!ofOwnersToo, (query) => query.where("invitation.role", "<>", "owner"))
    .orderBy("invitation.id", "desc")
    .execute();
}

/** The invitation behind a link; none once it has expired, was used or withdrawn. */
export async function findInvitation(db: Db, token: string, now: number) {
  return await invitations(db).where("token_hash", "=", hashOf(token)).where("expires_at", ">", new Date(now)).executeTakeFirst();
}

/** False where somebody else was faster. */
export async function deleteInvitation(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const result = await db.deleteFrom("invitation").where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
