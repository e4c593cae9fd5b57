/** First start and the signed-in person. Signing in itself is better-auth's, under `/api/auth`. */
import { z } from "zod";
import { email, id, name, named } from "./common.ts";
import { procedure, refusal } from "./procedure.ts";
import { ROLES } from "./roles.ts";

export const setup = {
  status: procedure(
    "public",
    "GET",
    "/setup",
    "Whether the first account must still be made, and whether the browser that asks is signed in",
  ).output(z.object({ needsOwner: z.boolean(), signedIn: z.boolean(), emailEnabled: z.boolean(), version: z.string() })),
  /** Signs the person in as well: the answer carries the session cookie. */
  createOwner: procedure("public", "POST", "/setup", { summary: "Make the first account, its workspace and a sandbox number", status: 201 })
    .input(
      z.object({
        name,
        email,
        password: z.string().min(10).max(128),
        workspaceName: name,
        timeZone: z.string().max(64).default("UTC"),
        language: z.string().max(12).default("en"),
        country: z.string().length(2).optional(),
      }),
    )
    .output(z.object({ userId: id, workspaceId: id, channelId: id }))
    .errors({ already_set_up: refusal("already_set_up") }),
};

export const membership = z.object({
  memberId: id,
  /** `slug` stands in the web app's addresses: `/w/{slug}/…`. */
  workspace: named.extend({ slug: z.string() }),
  role: z.enum(ROLES),
});

export const account = {
  me: procedure("session", "GET", "/me", "The signed-in person, their workspaces and the active one").output(
    z.object({
      user: z.object({ id, name: z.string(), email: z.string(), locale: z.string().nullable(), twoFactorEnabled: z.boolean() }),
      memberships: z.array(membership),
      active: membership.extend({ permissions: z.array(z.string()), settings: z.record(z.string(), z.unknown()) }).nullable(),
    }),
  ),
  update: procedure("session", "PATCH", "/me", "Change one's own name, language and per-workspace switches")
    .input(
      z.object({
        name: name.optional(),
        locale: z.string().max(12).nullable().optional(),
        /** Switches of this person in the active workspace: notices, sounds, theme. Merged key by key. */
        settings: z.record(z.string().max(64), z.unknown()).optional(),
      }),
    )
    .output(z.object({ ok: z.literal(true) })),
  /** Browsers may instead send `X-Workspace` with each request. */
  switchWorkspace: procedure("session", "POST", "/me/workspace", "Choose the active workspace of this session")
    .input(z.object({ workspaceId: id }))
    .output(membership),
  presence: procedure("workspace:read", "POST", "/me/presence", "Say that this person is here; lasts 60 seconds")
    .input(z.object({ automationId: id.optional(), chatId: id.optional() }))
    .output(
      z.object({ present: z.array(z.object({ memberId: id, name: z.string(), automationId: id.nullable(), chatId: id.nullable() })) }),
    ),
};
