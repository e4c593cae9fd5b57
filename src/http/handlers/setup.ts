import { ROLE_PERMISSIONS, type Role } from "../../contract/roles.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { createWorkspace } from "../../operations/create-workspace.ts";
import { setActiveWorkspace, updateUser } from "../../store/accounts.ts";
import { inTransaction } from "../../store/db.ts";
import { findMembership, listMemberships, type Membership, memberSettings, mergeMemberSettings } from "../../store/members.ts";
import { anyUser } from "../../store/workspaces.ts";
import { signUp } from "../accounts/sign-up.ts";
import { readSession } from "../authenticate.ts";
import { api } from "../procedures.ts";

export const setup = {
  status: api.setup.status.handler(async ({ context }) => ({
    needsOwner: !(await anyUser(context.app.db)),
    signedIn: (await readSession(context)) !== null,
    emailEnabled: context.app.mailer !== undefined,
    version: context.app.config.version,
  })),

  createOwner: api.setup.createOwner.handler(async ({ context, input }) => {
    const { app } = context;
    if (await anyUser(app.db)) throw new Refusal("already_set_up", "The first account exists already: sign in.");
    const { userId, sessionToken } = await signUp(context, input);
    const created = await inTransaction(app.pool, async (tx) => {
      const made = await createWorkspace(tx, app.secrets, { ...input, name: input.workspaceName }, { userId }, app.clock.now());
      await tx.db.updateTable("session").set({ active_workspace_id: made.workspaceId }).where("token", "=", sessionToken).execute();
      return made;
    });
    return { userId, workspaceId: created.workspaceId, channelId: created.channelId };
  }),
};

function presentMembership({ memberId, workspaceId, workspaceName, slug, role }: Membership) {
  return { memberId, workspace: { id: workspaceId, name: workspaceName, slug }, role: role as Role };
}

export const account = {
  me: api.account.me.handler(async ({ context: { app, session, headers } }) => {
    const memberships = await listMemberships(app.db, session.user.id);
    const found = await findMembership(app.db, session.user.id, headers.get("x-workspace") ?? session.activeWorkspaceId, false);
    const active = found && {
      ...presentMembership(found),
      permissions: [...ROLE_PERMISSIONS[found.role as Role]],
      settings: await memberSettings(app.db, found.workspaceId, found.memberId),
    };
    return { user: session.user, memberships: memberships.map(presentMembership), active };
  }),

  update: api.account.update.handler(async ({ context: { app, session, headers }, input: { settings, ...change } }) => {
    await updateUser(app.db, session.user.id, change);
    if (settings) {
      const membership = await findMembership(app.db, session.user.id, headers.get("x-workspace") ?? session.activeWorkspaceId, false);
      if (membership) await mergeMemberSettings(app.db, membership.workspaceId, membership.memberId, settings);
    }
    return { ok: true as const };
  }),

  switchWorkspace: api.account.switchWorkspace.handler(async ({ context: { app, session }, input }) => {
    const membership = await findMembership(app.db, session.user.id, input.workspaceId, true);
    if (!membership) throw notFound("workspace");
    await setActiveWorkspace(app.db, session.sessionId, membership.workspaceId);
    return presentMembership(membership);
  }),

  presence: api.account.presence.handler(async ({ context: { app, caller }, input }) => {
    const { present, moved } = app.presence.beat(
      caller.workspaceId,
      { memberId: caller.id, name: caller.name, automationId: input.automationId ?? null, chatId: input.chatId ?? null },
      app.clock.now(),
    );
    // The board is this process's own, so only those who are connected to it are told.
    if (moved) app.live.publish({ w: caller.workspaceId, t: "member.presence", id: caller.id });
    return { present };
  }),
};
