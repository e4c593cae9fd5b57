import type { Caller } from "../domain/caller.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import type { Role } from "../domain/role.ts";
import type { Tx } from "../store/db.ts";
import { countOwners, deleteMember, findMember, updateMember } from "../store/members.ts";

/** Who changes a member; API keys have no role and cannot touch owners. */
export interface MemberChanger extends Pick<Caller, "workspaceId" | "id"> {
  role: Role | null;
}

async function mayTouch({ db }: Tx, { workspaceId, role }: MemberChanger, id: string, keepsOwner: boolean) {
  const member = await findMember(db, workspaceId, id);
  if (!member) throw notFound("member");
  if (member.role === "owner" && role !== "owner") throw new Refusal("forbidden", "Only owners change owners.");
  if (member.role === "owner" && !member.disabled && !keepsOwner && (await countOwners(db, workspaceId)) < 2) {
    throw new Refusal("conflict", "This is the last owner: make another one first.");
  }
  return member;
}

export async function changeMember(
  tx: Tx,
  changer: MemberChanger,
  id: string,
  { role, disabled }: { role?: Role | undefined; disabled?: boolean | undefined },
): Promise<void> {
  const keepsOwner = (role === undefined || role === "owner") && disabled !== true;
  const member = await mayTouch(tx, changer, id, keepsOwner);
  if (role === "owner" && member.role !== "owner" && changer.role !== "owner") throw new Refusal("forbidden", "Only owners make owners.");
  await updateMember(tx.db, changer.workspaceId, id, { ...(role && { role }), ...(disabled !== undefined && { disabled }) });
}

export async function removeMember(tx: Tx, changer: MemberChanger, id: string): Promise<void> {
  await mayTouch(tx, changer, id, false);
  await deleteMember(tx.db, changer.workspaceId, id);
}
