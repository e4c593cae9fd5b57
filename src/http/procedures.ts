/** The contract with everything that happens around each handler: errors, who asks, whether they may, repetition, audit. */
import type { AnyContractProcedure } from "@orpc/contract";
import { implement } from "@orpc/server";
import { contract } from "../contract/contract.ts";
import type { ProcedureMeta } from "../contract/procedure.ts";
import type { Permission } from "../contract/roles.ts";
import { Refusal } from "../domain/refusal.ts";
import { findUnstorable } from "../domain/storable.ts";
import { writeAudit } from "../store/audit.ts";
import { invalidCursor, isUnreadableValue } from "../store/cursor.ts";
import { auditEntry } from "./audit.ts";
import { authenticate, readSession } from "./authenticate.ts";
import type { Caller, RequestContext, SessionInfo } from "./context.ts";
import { rememberAnswer } from "./idempotency.ts";
import { toApiError } from "./problem.ts";

/**
 * Requests come in as a `RequestContext`; who asks is found out here, before any handler. `caller` is null for procedures that are
 * `public` or `session`, and only there; `session` is there for `session` procedures.
 */
export interface CallContext extends RequestContext {
  caller: Caller;
  session: SessionInfo;
}

/** @throws {Refusal} `forbidden` */
export function allow(caller: Caller, permission: ProcedureMeta["permission"]): void {
  const allowed = permission === "owner" ? caller.role === "owner" : caller.permissions.has(permission as Permission);
  if (allowed) return;
  const who = caller.kind === "api_key" ? "This API key" : "Your role";
  throw new Refusal("forbidden", `${who} lacks the permission "${permission}".`, { permission });
}

async function identify(
  context: RequestContext,
  permission: ProcedureMeta["permission"],
): Promise<{ caller: Caller; session: SessionInfo }> {
  if (permission === "public") return { caller: null as never, session: null as never };
  if (permission === "session") {
    const session = await readSession(context);
    if (!session) throw new Refusal("unauthenticated", "Sign in first.");
    return { caller: null as never, session };
  }
  const caller = await authenticate(context);
  allow(caller, permission);
  const session = permission === "workspace:read" && caller.kind === "member" ? await readSession(context) : null;
  return { caller, session: session as never };
}

function hasCursor(input: unknown): boolean {
  return (input as { cursor?: unknown } | null | undefined)?.cursor !== undefined;
}

/** Said once for all operations, with the place, instead of by the database. */
function refuseUnstorable(input: unknown): void {
  const path = findUnstorable(input)?.join(".");
  if (path === undefined) return;
  const message = "holds a character that is none: U+0000, or half of an emoji";
  throw new Refusal("invalid_input", `${path ? `${path}: ` : ""}${message}`, { issues: [{ path, message }] });
}

export const api = implement(contract)
  .$context<CallContext>()
  .use(async ({ context, next, path, procedure }, input, output) => {
    try {
      const { permission } = (procedure as unknown as AnyContractProcedure)["~orpc"].meta as ProcedureMeta;
      const identity = await identify(context, permission);
      refuseUnstorable(input);
      const full: CallContext = { ...context, ...identity };
      const answer = await rememberAnswer(full, path, input, async () => (await next({ context: full })).output);
      const entry = auditEntry(path, input, answer.output, permission);
      if (entry && identity.caller && !answer.repeated) await writeAudit(context.app.db, identity.caller, entry, context.app.clock.now());
      return output(answer.output);
    } catch (error) {
      const known = toApiError(hasCursor(input) && isUnreadableValue(error) ? invalidCursor() : error);
      if (known.code === "internal") context.app.logger.error({ err: error, procedure: path.join(".") }, "a request failed");
      throw known;
    }
  });
