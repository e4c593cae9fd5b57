import { z } from "zod";
import { all, byId, done, email, id, instant } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";
import { ROLES } from "./roles.ts";

export const member = z.object({
  id,
  userId: id,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  disabled: z.boolean(),
  online: z.boolean(),
  /** Contacts assigned to this operator now. */
  assignedContacts: z.number(),
  createdAt: instant,
});
export type Member = z.infer<typeof member>;

export const invitation = z.object({
  id,
  email: z.string().nullable(),
  role: z.enum(ROLES),
  expiresAt: instant,
  invitedBy: z.string(),
  /** Whoever opens it may join; shown to those who may invite. */
  url: z.string(),
});

export const members = {
  list: procedure("members:read", "GET", "/members", "Operators and other members").output(all(member)),
  update: procedure("members:write", "PATCH", "/members/{id}", "Change a member's role, or disable them")
    .input(byId.extend({ role: z.enum(ROLES).optional(), disabled: z.boolean().optional() }))
    .output(member)
    .errors(refusals.conflict),
  remove: procedure("members:write", "DELETE", "/members/{id}", "Remove a member from the workspace")
    .input(byId)
    .output(done)
    .errors(refusals.conflict),
  invitations: procedure("members:write", "GET", "/invitations", "Open invitations").output(all(invitation)),
  invite: procedure("members:write", "POST", "/invitations", {
    summary: "Invite somebody by link, and by e-mail if an address is given",
    status: 201,
  })
    .input(z.object({ email: email.nullable().default(null), role: z.enum(ROLES), expiresInDays: z.int().min(1).max(30).default(7) }))
    .output(invitation.extend({ emailSent: z.boolean() }))
    .errors(refusals.conflict),
  revokeInvitation: procedure("members:write", "DELETE", "/invitations/{id}", "Withdraw an invitation").input(byId).output(done),
  /** `id` is the one in the link. */
  viewInvitation: procedure("public", "GET", "/join/{token}", "What an invitation is for")
    .input(z.object({ token: z.string().min(20).max(200) }))
    .output(z.object({ workspaceName: z.string(), role: z.enum(ROLES), email: z.string().nullable(), invitedBy: z.string() })),
  /** A signed-in person joins as who they are; otherwise name, email and password make an account and sign it in. */
  acceptInvitation: procedure("public", "POST", "/join/{token}", "Join a workspace by an invitation")
    .input(
      z.object({
        token: z.string().min(20).max(200),
        name: z.string().trim().min(1).max(200).optional(),
        email: email.optional(),
        password: z.string().min(10).max(128).optional(),
      }),
    )
    .output(z.object({ workspaceId: id, memberId: id }))
    .errors(refusals.conflict),
};
