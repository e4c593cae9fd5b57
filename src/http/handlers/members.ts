import type { Role } from "../../contract/roles.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { changeMember, removeMember } from "../../operations/change-member.ts";
import { findUserByEmail } from "../../store/accounts.ts";
import { inTransaction } from "../../store/db.ts";
import { deleteInvitation, findInvitation, insertInvitation, listInvitations } from "../../store/invitations.ts";
import { findMember, findMembership, insertMember, listMembers, type MemberRow } from "../../store/members.ts";
import { signUp } from "../accounts/sign-up.ts";
import { readSession } from "../authenticate.ts";
import type { AppContext, Caller } from "../context.ts";
import { api } from "../procedures.ts";

const DAY_MS = 86_400_000;

function present(app: AppContext, workspaceId: string, row: MemberRow) {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    disabled: row.disabled,
    online: app.presence.isOnline(workspaceId, row.id, app.clock.now()),
    assignedContacts: row.assigned,
    createdAt: row.created_at.toISOString(),
  };
}

function joinUrl(app: AppContext, token: string): string {
  return `${app.config.publicUrl}/join/${token}`;
}

/** Whoever has an invitation's link becomes what it invites for. */
function mayInviteOwners({ role }: Caller): boolean {
  return role === "owner";
}

export const members = {
  list: api.members.list.handler(async ({ context: { app, caller } }) => ({
    items: (await listMembers(app.db, caller.workspaceId)).map((row) => present(app, caller.workspaceId, row)),
  })),

  update: api.members.update.handler(async ({ context: { app, caller }, input: { id, ...change } }) => {
    await inTransaction(app.pool, (tx) => changeMember(tx, caller, id, change));
    return present(app, caller.workspaceId, (await findMember(app.db, caller.workspaceId, id)) as MemberRow);
  }),

  remove: api.members.remove.handler(async ({ context: { app, caller }, input }) => {
    await inTransaction(app.pool, (tx) => removeMember(tx, caller, input.id));
    return { ok: true as const };
  }),

  invitations: api.members.invitations.handler(async ({ context: { app, caller } }) => ({
    items: (await listInvitations(app.db, caller.workspaceId, app.clock.now(), mayInviteOwners(caller))).map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role as Role,
      expiresAt: row.expires_at.toISOString(),
      invitedBy: row.invited_by_name ?? "",
      url: joinUrl(app, app.secrets.decrypt(row.token)),
    })),
  })),

  invite: api.members.invite.handler(async ({ context: { app, caller }, input }) => {
    if (input.role === "owner" && !mayInviteOwners(caller)) throw new Refusal("forbidden", "Only owners make owners.");
    const user = input.email === null ? undefined : await findUserByEmail(app.db, input.email);
    if (user && (await findMembership(app.db, user.id, caller.workspaceId, true)))
      throw new Refusal("conflict", `${user.email} is a member already.`);
    const now = app.clock.now();
    const expiresAt = now + input.expiresInDays * DAY_MS;
    const { id, token } = await insertInvitation(app.db, app.secrets, caller.workspaceId, {
      ...input,
      invitedBy: caller.id,
      expiresAt,
      now,
    });
    const url = joinUrl(app, token);
    const emailSent = input.email !== null && (await mail(app, input.email, caller.name, url));
    return {
      id,
      email: input.email,
      role: input.role,
      expiresAt: new Date(expiresAt).toISOString(),
      invitedBy: caller.name,
      url,
      emailSent,
    };
  }),

  revokeInvitation: api.members.revokeInvitation.handler(async ({ context: { app, caller }, input }) => {
    const listed = await listInvitations(app.db, caller.workspaceId, app.clock.now(), mayInviteOwners(caller));
    if (!listed.some(({ id }) => id === input.id) || !(await deleteInvitation(app.db, caller.workspaceId, input.id)))
      throw notFound("invitation");
    return { ok: true as const };
  }),

  viewInvitation: api.members.viewInvitation.handler(async ({ context: { app }, input }) => {
    const found = await findInvitation(app.db, input.token, app.clock.now());
    if (!found) throw notFound("invitation, or it has expired");
    return { workspaceName: found.workspace_name, role: found.role as Role, email: found.email, invitedBy: found.invited_by_name ?? "" };
  }),

  acceptInvitation: api.members.acceptInvitation.handler(async ({ context, input }) => {
    const { app } = context;
    const found = await findInvitation(app.db, input.token, app.clock.now());
    if (!found) throw notFound("invitation, or it has expired");
    const session = await readSession(context);
    let userId = session?.user.id;
    if (userId === undefined) {
      const { name, password } = input;
      const email = found.email ?? input.email;
      if (!name || !email || !password)
        throw new Refusal("invalid_input", "Sign in first, or give name, email and password for a new account.");
      userId = (await signUp(context, { name, email, password })).userId;
    } else if (await findMembership(app.db, userId, found.workspace_id, true)) {
      throw new Refusal("conflict", "You are a member already.");
    }
    const memberId = await inTransaction(app.pool, async (tx) => {
      // Whoever deletes it has used it: one invitation, one member.
      if (!(await deleteInvitation(tx.db, found.workspace_id, found.id))) throw notFound("invitation, or it has been used");
      return await insertMember(tx, found.workspace_id, userId, found.role, app.clock.now());
    });
    return { workspaceId: found.workspace_id, memberId };
  }),
};

async function mail(app: AppContext, to: string, inviter: string, url: string): Promise<boolean> {
  if (!app.mailer) return false;
  try {
    await app.mailer.send({
      to,
      subject: `${inviter} invites you to Parola`,
      text: `${inviter} invites you to work together in Parola:\n\n${url}\n`,
    });
    return true;
  } catch (error) {
    app.logger.warn({ err: error }, "an invitation could not be sent by e-mail");
    return false;
  }
}
