/** `/api/v1`: the contract's procedures over HTTP. */
import { SmartCoercionPlugin } from "@orpc/json-schema";
import { OpenAPIHandler } from "@orpc/openapi/fastify";
import { ResponseHeadersPlugin } from "@orpc/server/plugins";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { nestsTooDeep } from "../domain/json-depth.ts";
import { keyOf } from "./authenticate.ts";
import type { AppContext, RequestContext } from "./context.ts";
import { errorBody, problemDetails } from "./problem.ts";
import type { CallContext } from "./procedures.ts";
import { webHeaders } from "./request-headers.ts";
import { router } from "./router.ts";
import { isSameOrigin } from "./same-origin.ts";

const PREFIX = "/api/v1";
/** A file of WhatsApp's largest kind, and the form around it. */
const MAX_UPLOAD_BYTES = 101 * 1024 * 1024;
/** Proxies close connections that are silent for longer than half a minute. */
const KEEP_ALIVE_MS = 15_000;

export async function apiRoutes(app: FastifyInstance, context: AppContext): Promise<void> {
  await app.register(async (scope) => {
    const handler = new OpenAPIHandler(router, {
      plugins: [new ResponseHeadersPlugin(), new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
      customErrorResponseBodyEncoder: errorBody,
      eventIteratorKeepAliveEnabled: true,
      eventIteratorKeepAliveInterval: KEEP_ALIVE_MS,
      eventIteratorKeepAliveComment: "",
    });
    acceptBodies(scope);

    scope.addHook("onRequest", async (request, reply) => {
      const changes = request.method !== "GET" && request.method !== "HEAD";
      if (changes && request.headers.cookie && keyOf(request.headers.authorization) === null && !isSameOrigin(request.headers)) {
        await reply
          .code(403)
          .type("application/problem+json")
          .send(JSON.stringify(problemDetails("cross_origin", "Requests with a session come from pages of this server.")));
      }
    });
    scope.addHook("onSend", async (_request, reply) => {
      if (reply.statusCode >= 400) reply.type("application/problem+json");
      if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    });

    const limited = { preHandler: scope.rateLimit() };
    scope.all(`${PREFIX}/*`, limited, async (request, reply) => {
      const { matched } = await handler.handle(request, reply, {
        prefix: PREFIX,
        context: {
          app: context,
          headers: webHeaders(request),
          method: request.method,
          ip: request.ip,
        } satisfies RequestContext as CallContext,
      });
      if (!matched)
        await reply.code(404).send(JSON.stringify(problemDetails("not_found", `There is no ${request.method} ${path(request)}.`)));
    });
  });
}

function path(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] as string;
}

/** JSON is read by Fastify, within its limit and safe from `__proto__`; forms with files by the contract's machinery. */
function acceptBodies(scope: FastifyInstance): void {
  const parseJson = scope.getDefaultJsonParser("error", "error");
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else if (nestsTooDeep(body as string)) done(Object.assign(new Error("The JSON nests too deep."), { statusCode: 400 }));
    else
      void parseJson(request, body as string, (error, value: unknown) => {
        // Spread over a request's fields, a text or a list would pass for a change of nothing.
        const misfit = value !== null && (typeof value !== "object" || Array.isArray(value));
        if (error || !misfit) done(error, value);
        else done(Object.assign(new Error("The body must be a JSON object."), { statusCode: 400 }));
      });
  });
  scope.addContentTypeParser("multipart/form-data", (request, _payload, done) => {
    const length = Number(request.headers["content-length"] ?? Number.NaN);
    // Without a length the whole would have to be read to know that it is too large.
    if (length <= MAX_UPLOAD_BYTES) done(null, undefined);
    else
      done(
        Object.assign(new Error("Files have at most 100 MB, and requests with files name their length."), { statusCode: 413 }),
        undefined,
      );
  });
}
