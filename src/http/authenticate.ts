/** Who sends a request: a person by the session's cookie, a system by an API key. */
import { PERMISSIONS, type Permission, ROLE_PERMISSIONS, type Role, seesOnlyAssigned } from "../contract/roles.ts";
import { Refusal } from "../domain/refusal.ts";
import { findKeyWorkspace } from "../store/api-keys.ts";
import { findMembership } from "../store/members.ts";
import type { Caller, RequestContext, SessionInfo } from "./context.ts";

export async function readSession({ app, headers }: RequestContext): Promise<SessionInfo | null> {
  if (!headers.get("cookie")) return null;
  const found = await app.auth.api.getSession({ headers });
  if (!found) return null;
  const { session, user } = found;
  return {
    sessionId: session.id,
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      locale: user.locale ?? null,
      twoFactorEnabled: user.twoFactorEnabled ?? false,
    },
    activeWorkspaceId: session.activeWorkspaceId ?? null,
  };
}

/** The key that a request shows; whatever else stands in the header is none of ours. */
export function keyOf(authorization: string | null | undefined): string | null {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1] ?? null;
}

/**
 * The caller and their workspace: an API key's own; a person's by `X-Workspace`, else the session's active one, else their first.
 *
 * @throws {Refusal} `unauthenticated`, `rate_limited`, or `forbidden` for a workspace the person is no member of
 */
export async function authenticate(context: RequestContext): Promise<Caller> {
  const key = keyOf(context.headers.get("authorization"));
  if (key !== null) return await keyCaller(context, key);
  const session = await readSession(context);
  if (!session) throw new Refusal("unauthenticated", "Sign in, or send an API key as Authorization: Bearer.");
  return await memberCaller(context, session);
}

export async function memberCaller({ app, headers }: RequestContext, { user, activeWorkspaceId }: SessionInfo): Promise<Caller> {
  const asked = headers.get("x-workspace");
  const membership = await findMembership(app.db, user.id, asked ?? activeWorkspaceId, asked !== null);
  if (!membership) throw new Refusal("forbidden", "You are not a member of this workspace.");
  const role = membership.role as Role;
  return {
    workspaceId: membership.workspaceId,
    kind: "member",
    id: membership.memberId,
    memberId: membership.memberId,
    userId: user.id,
    email: user.email,
    name: user.name,
    role,
    permissions: new Set(ROLE_PERMISSIONS[role] ?? []),
    onlyAssignedTo: seesOnlyAssigned(role) ? membership.memberId : null,
  };
}

async function keyCaller({ app }: RequestContext, key: string): Promise<Caller> {
  const verified = await app.auth.api.verifyApiKey({ body: { key } });
  if (!verified.valid || !verified.key) {
    if (verified.error?.code === "RATE_LIMITED") throw new Refusal("rate_limited", "This key asks too often.", { retryAfter: 60 });
    throw new Refusal("unauthenticated", "This API key does not exist, has expired or was revoked.");
  }
  const { id, name, permissions } = verified.key;
  const workspaceId = await findKeyWorkspace(app.db, id);
  if (!workspaceId) throw new Refusal("unauthenticated", "This API key belongs to no workspace.");
  const granted = new Set<string>(permissions?.["parola"] ?? []);
  return {
    workspaceId,
    kind: "api_key",
    id,
    memberId: null,
    userId: null,
    email: null,
    name: name ?? "API key",
    role: null,
    permissions: new Set<Permission>(PERMISSIONS.filter((permission) => granted.has(permission))),
    onlyAssignedTo: null,
  };
}
