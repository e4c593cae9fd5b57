import type { JsonObject } from "../../domain/json.ts";
import { redactPayload } from "../../domain/redact.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { isRepeatable } from "../../domain/repeatable.ts";
import { type ConnectionContext, mustFindConnection } from "../../operations/connections/save-connection.ts";
import { sendTestCall } from "../../operations/send-test-call.ts";
import { toPage } from "../../store/cursor.ts";
import { inTransaction } from "../../store/db.ts";
import { notifyWork } from "../../store/notify.ts";
import { findRequest, type LoggedRequest, listRequests, retryRequest } from "../../store/request-log.ts";
import { openOrNull } from "../../store/secret.ts";
import { rotateSigningSecret, signingSecrets } from "../../store/webhook-secret.ts";
import type { AppContext } from "../context.ts";
import { api } from "../procedures.ts";

function part({ pool, clock, secrets, http, registry, config }: AppContext): ConnectionContext {
  return { pool, clock, secrets, http, registry, publicUrl: config.publicUrl };
}

/** What has not been sent yet still has its secrets: they are taken out here. */
function present({ due_at, contact_id, automation_id, run_id, step_id, created_at, finished_at, payload, state, ...row }: LoggedRequest) {
  const { id, connector, connection, attempts, log } = row;
  return {
    id,
    connector,
    connection,
    attempts,
    log,
    state: state as "pending" | "sending" | "done" | "failed",
    dueAt: finished_at ? null : due_at.toISOString(),
    automationId: automation_id,
    runId: run_id,
    stepId: step_id,
    contactId: contact_id,
    payload: redactPayload(payload),
    createdAt: created_at.toISOString(),
    finishedAt: finished_at?.toISOString() ?? null,
    retryable: isRetryable({ connector, payload, state }),
  };
}

function isRetryable({ connector, payload, state }: Pick<LoggedRequest, "connector" | "payload" | "state">): boolean {
  return state === "pending" || (state === "failed" && isRepeatable(connector, payload));
}

export const requests = {
  list: api.requests.list.handler(async ({ context: { app, caller }, input }) =>
    toPage(await listRequests(app.db, caller.workspaceId, input), input.limit, present, ({ id }) => [id]),
  ),

  get: api.requests.get.handler(async ({ context: { app, caller }, input }) => {
    const row = await findRequest(app.db, caller.workspaceId, input.id);
    if (!row) throw notFound("request");
    return present(row);
  }),

  retry: api.requests.retry.handler(async ({ context: { app, caller }, input }) => {
    const row = await findRequest(app.db, caller.workspaceId, input.id);
    if (!row) throw notFound("request");
    if (!isRetryable(row)) throw new Refusal("conflict", "Only a call that waits, or failed and can be repeated, is made again.");
    const sealed = row.sealed && openOrNull(app.secrets, row.sealed);
    if (row.sealed && sealed === null)
      throw new Refusal("conflict", "What was asked for is sealed with a secret key that is lost: it cannot be sent again.");
    const payload = sealed ? (JSON.parse(sealed) as JsonObject) : row.payload;
    await inTransaction(app.pool, async ({ client }) => {
      const retried = await retryRequest(client, caller.workspaceId, input.id, payload, app.clock.now());
      if (!retried) throw new Refusal("conflict", "The call is under way.");
      await notifyWork(client, { requests: true });
    });
    return present((await findRequest(app.db, caller.workspaceId, input.id)) as LoggedRequest);
  }),

  sendTest: api.requests.sendTest.handler(async ({ context: { app, caller }, input: { connectionId, body, ...call } }) => {
    const connection = connectionId === undefined ? null : await mustFindConnection(part(app), caller.workspaceId, connectionId);
    const result = await sendTestCall(part(app), caller.workspaceId, { ...call, ...(body !== undefined && { body }) }, connection);
    return {
      ok: result.kind === "done",
      code: "code" in result ? result.code : null,
      detail: ("detail" in result ? result.detail : null) ?? null,
      status: result.status ?? null,
      body: result.body ?? null,
    };
  }),

  signingSecret: api.requests.signingSecret.handler(async ({ context: { app, caller } }) => {
    const [secret = ""] = await signingSecrets(app.pool, app.secrets, caller.workspaceId, app.clock.now());
    return { secret };
  }),

  rotateSigningSecret: api.requests.rotateSigningSecret.handler(async ({ context: { app, caller } }) => ({
    secret: await rotateSigningSecret(app.pool, app.secrets, caller.workspaceId, app.clock.now()),
  })),
};
