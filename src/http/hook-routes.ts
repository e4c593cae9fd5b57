/** The addresses of integration triggers, also in the form that Spoki's plugins call. No sign-in: each has its own secret. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Json } from "../domain/json.ts";
import { receiveHook } from "../operations/receive-hook.ts";
import type { AutomationContext } from "../operations/automation-context.ts";

const MAX_BODY_BYTES = 1024 * 1024;

export async function hookRoutes(app: FastifyInstance, context: AutomationContext): Promise<void> {
  const handle = (bulk: boolean) => async (request: FastifyRequest<{ Params: { uuid: string } }>, reply: FastifyReply) => {
    const { status, answer } = await receiveHook(context, {
      hookId: request.params.uuid,
      secret: secretIn(request),
      idempotencyKey: header(request, "idempotency-key"),
      body: (request.body ?? null) as Json,
      bulk,
    });
    return reply
      .code(status)
      .type(status >= 400 ? "application/problem+json" : "application/json")
      .send(JSON.stringify(answer));
  };
  const options = { bodyLimit: MAX_BODY_BYTES };
  for (const base of ["/hooks/:uuid", "/wh/ap/:uuid"]) {
    // Spoki's addresses end in a slash; people forget it.
    for (const slash of ["", "/"]) {
      app.post(`${base}${slash}`, options, handle(false));
      app.post(`${base}/bulk${slash}`, options, handle(true));
    }
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function secretIn(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(header(request, "authorization") ?? "")?.[1];
  return bearer ?? header(request, "x-parola-secret");
}
