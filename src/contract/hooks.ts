/** The URLs of integration triggers, and API keys. Calling a hook: `POST /hooks/{id}`, see the reference. */
import { z } from "zod";
import { all, byId, done, id, instant, json, jsonObject, name, named } from "./common.ts";
import { procedure } from "./procedure.ts";
import { PERMISSIONS, type Permission } from "./roles.ts";

export const hook = z.object({
  id,
  url: z.string(),
  bulkUrl: z.string(),
  /** The address and body that Spoki's integrations use. */
  compatibleUrl: z.string(),
  automation: named,
  triggerId: z.string(),
  platform: z.string().nullable(),
  active: z.boolean(),
  /** Phone, names, e-mail, fields → path in the payload. Part of the document's trigger. */
  mapping: jsonObject.nullable(),
  lastCallAt: instant.nullable(),
  createdAt: instant,
});
export type Hook = z.infer<typeof hook>;

export const hookCall = z.object({
  id,
  at: instant,
  /** The HTTP status we answered. */
  status: z.number(),
  idempotencyKey: z.string().nullable(),
  body: json.nullable(),
  answer: json.nullable(),
});

export const hooks = {
  list: procedure("integrations:read", "GET", "/hooks", "Hooks of integration triggers")
    .input(z.object({ automationId: id.optional() }))
    .output(all(hook)),
  /** Makes the hook of a draft's trigger too, so that its address can be copied before publishing. */
  ensure: procedure(
    "automations:write",
    "POST",
    "/automations/{automationId}/hooks/{triggerId}",
    "The hook of an integration trigger, made if there is none",
  )
    .input(z.object({ automationId: id, triggerId: z.string().max(64) }))
    .output(hook),
  get: procedure("integrations:read", "GET", "/hooks/{id}", "One hook").input(byId).output(hook),
  secret: procedure("integrations:write", "GET", "/hooks/{id}/secret", "Show the secret")
    .input(byId)
    .output(z.object({ secret: z.string() })),
  rotateSecret: procedure("integrations:write", "POST", "/hooks/{id}/secret", "Make a new secret; the old one stops working at once")
    .input(byId)
    .output(z.object({ secret: z.string() })),
  calls: procedure("integrations:read", "GET", "/hooks/{id}/calls", "The last calls, newest first, with the payload as received")
    .input(byId)
    .output(all(hookCall)),
  /** Applies a mapping to a payload without doing anything. */
  tryMapping: procedure("integrations:read", "POST", "/hooks/try-mapping", "What a mapping makes of a payload")
    .input(z.object({ mapping: jsonObject, payload: json }))
    .output(z.object({ contact: jsonObject, problems: z.array(z.string()) })),
};

const scopes = z.array(z.enum(PERMISSIONS as readonly [Permission, ...Permission[]])).min(1);

export const apiKey = z.object({
  id,
  name: z.string(),
  /** The first characters, to recognise it by. */
  start: z.string().nullable(),
  scopes: z.array(z.string()),
  createdBy: z.string().nullable(),
  /** Who made it is no member any more, or disabled. The key is the workspace's and goes on working until it is revoked. */
  creatorLeft: z.boolean(),
  lastUsedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  createdAt: instant,
});

export const apiKeys = {
  list: procedure("keys:read", "GET", "/api-keys", "API keys").output(all(apiKey)),
  /** The key is shown this once. It can never do more than the person who made it. */
  create: procedure("keys:write", "POST", "/api-keys", { summary: "Make an API key", status: 201 })
    .input(z.object({ name, scopes, expiresInDays: z.int().min(1).max(3650).nullable().default(null) }))
    .output(apiKey.extend({ key: z.string() })),
  delete: procedure("keys:write", "DELETE", "/api-keys/{id}", "Revoke an API key at once").input(byId).output(done),
};
