/** Accounts at outside systems that steps use, the calls made with them, and what signs our webhooks. */
import { z } from "zod";
import { all, byId, done, id, instant, json, jsonObject, name, named, page, pageQuery } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";

/** What a connection of some kind asks for, in the order of its form. */
export const connectionField = z.object({
  name: z.string(),
  label: z.string(),
  /** Kept encrypted and never shown again. */
  secret: z.boolean(),
  required: z.boolean(),
  choices: z.array(z.string()).nullable(),
  help: z.string().nullable(),
});

export const connectionKind = z.object({
  kind: z.string(),
  title: z.string(),
  fields: z.array(connectionField),
  /** Address to enter at the other system, with `{id}` for the connection's id; null where it calls us nowhere. */
  webhookUrl: z.string().nullable(),
  /** Whether the credentials can be tried; else the first call shows whether they work. */
  checkable: z.boolean(),
});

export const connection = z.object({
  id,
  name: z.string(),
  kind: z.string(),
  settings: jsonObject,
  /** Names of the secrets that are stored. */
  secrets: z.array(z.string()),
  status: z.enum(["ok", "failing", "revoked"]),
  statusDetail: z.string().nullable(),
  checkedAt: instant.nullable(),
  webhookUrl: z.string().nullable(),
  createdAt: instant,
  /** Automations whose draft or published version names it, AI operators and voice agents. */
  usedBy: z.array(named.extend({ kind: z.enum(["automation", "agent", "voice_agent"]) })),
});
export type ConnectionAnswer = z.infer<typeof connection>;

const credentials = z.record(z.string().max(64), z.string().max(8192));

export const connections = {
  kinds: procedure("integrations:read", "GET", "/connection-kinds", "What can be connected, and what each kind asks for").output(
    all(connectionKind),
  ),
  list: procedure("integrations:read", "GET", "/connections", "Connections").output(all(connection)),
  get: procedure("integrations:read", "GET", "/connections/{id}", "One connection").input(byId).output(connection),
  /** The credentials are tried at once: a connection that does not work is stored, and says why in `statusDetail`. */
  create: procedure("integrations:write", "POST", "/connections", { summary: "Connect an account and try it", status: 201 })
    .input(z.object({ name, kind: z.string().max(64), settings: credentials.default({}), secrets: credentials.default({}) }))
    .output(connection)
    .errors(refusals.nameTaken),
  /** Secrets that are left out stay. */
  update: procedure("integrations:write", "PATCH", "/connections/{id}", "Change a connection and try it; automations follow a new name")
    .input(byId.extend({ name: name.optional(), settings: credentials.optional(), secrets: credentials.optional() }))
    .output(connection)
    .errors(refusals.nameTaken),
  check: procedure("integrations:write", "POST", "/connections/{id}/check", "Try the credentials now").input(byId).output(connection),
  revoke: procedure(
    "integrations:write",
    "POST",
    "/connections/{id}/revoke",
    "Forget the credentials; what uses them fails from now on: refused without `force` where something does",
  )
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(connection)
    .errors(refusals.inUse),
  delete: procedure("integrations:write", "DELETE", "/connections/{id}", "Delete a connection; refused without `force` where it is used")
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(done)
    .errors(refusals.inUse),
};

export const outgoingRequest = z.object({
  id,
  connector: z.string(),
  connection: z.string().nullable(),
  state: z.enum(["pending", "sending", "done", "failed"]),
  attempts: z.number(),
  /** When it is tried (again). */
  dueAt: instant.nullable(),
  automationId: id.nullable(),
  runId: id.nullable(),
  stepId: z.string().nullable(),
  contactId: id.nullable(),
  payload: jsonObject,
  /** One entry per attempt: when, how it ended, and the exchanges without secrets. */
  log: z.array(jsonObject),
  createdAt: instant,
  finishedAt: instant.nullable(),
  /** Whether `retry` would be accepted: it waits, or it failed and the other side recognises a repetition. */
  retryable: z.boolean(),
});
export type OutgoingRequest = z.infer<typeof outgoingRequest>;

const url = z.url({ protocol: /^https?$/ }).max(4000);

export const requests = {
  list: procedure("integrations:read", "GET", "/requests", "Calls to outside systems, newest first")
    .input(
      pageQuery.extend({
        runId: id.optional(),
        automationId: id.optional(),
        connection: z.string().max(200).optional(),
        connector: z.string().max(64).optional(),
        state: z.enum(["pending", "sending", "done", "failed"]).optional(),
      }),
    )
    .output(page(outgoingRequest)),
  get: procedure("integrations:read", "GET", "/requests/{id}", "One call with all its attempts").input(byId).output(outgoingRequest),
  /** Under the id it had, so that a receiver who has it already sees that. The run it came from has gone on and learns nothing of it. */
  retry: procedure("integrations:write", "POST", "/requests/{id}/retry", "Make a call again now that failed or waits for its next attempt")
    .input(byId)
    .output(outgoingRequest)
    .errors(refusals.conflict),
  /** Made at once and once, from the server, with the guard and the signature that automations' calls have. */
  sendTest: procedure("integrations:write", "POST", "/requests/test", "Send a test call and see the answer")
    .input(
      z.object({
        method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("POST"),
        url,
        headers: z.record(z.string().max(128), z.string().max(8192)).default({}),
        body: z.string().max(65_536).optional(),
        /** A connection of kind `http`. */
        connectionId: id.optional(),
      }),
    )
    .output(
      z.object({
        ok: z.boolean(),
        code: z.string().nullable(),
        detail: z.string().nullable(),
        status: z.number().nullable(),
        body: json.nullable(),
      }),
    ),
  signingSecret: procedure(
    "integrations:write",
    "GET",
    "/webhook-secret",
    "The secret that signs this workspace's webhooks (Standard Webhooks)",
  ).output(z.object({ secret: z.string() })),
  rotateSigningSecret: procedure("integrations:write", "POST", "/webhook-secret", "Make a new secret; for a day both sign").output(
    z.object({ secret: z.string() }),
  ),
};
