/** `/mcp`: the API for AI assistants, by the Model Context Protocol over streamable HTTP (https://modelcontextprotocol.io). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { nestsTooDeep } from "../../domain/json-depth.ts";
import { Refusal } from "../../domain/refusal.ts";
import { authenticate } from "../authenticate.ts";
import type { AppContext, RequestContext } from "../context.ts";
import { errorBody, toApiError } from "../problem.ts";
import type { CallContext } from "../procedures.ts";
import { webHeaders } from "../request-headers.ts";
import { isSameOrigin } from "../same-origin.ts";

export async function mcpRoutes(app: FastifyInstance, context: AppContext): Promise<void> {
  await app.register(async (scope) => {
    const parseJson = scope.getDefaultJsonParser("error", "error");
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
      if (nestsTooDeep(body as string)) done(Object.assign(new Error("The JSON nests too deep."), { statusCode: 400 }));
      else void parseJson(request, body as string, done);
    });
    const options = { preHandler: scope.rateLimit() };
    scope.route({
      ...options,
      method: ["GET", "POST", "DELETE"],
      url: "/mcp",
      handler: (request, reply) => handle(context, request, reply),
    });
  });
}

async function handle(context: AppContext, request: FastifyRequest, reply: FastifyReply) {
  const headers = webHeaders(request);
  // A key is asked for: a page that a person visits must not act with their session.
  headers.delete("cookie");
  const asked: RequestContext = { app: context, headers, method: request.method, ip: request.ip };
  try {
    if (!isSameOrigin(request.headers)) throw new Refusal("cross_origin", "Pages of other sites cannot speak with this address.");
    const caller = await authenticate(asked);
    // Loaded by processes that are asked: an assistant is rare, and the protocol's library weighs some megabytes.
    const [{ createMcpHandler }, { createMcpServer }] = await Promise.all([
      import("@modelcontextprotocol/server"),
      import("./mcp-server.ts"),
    ]);
    const handler = createMcpHandler(() => createMcpServer(caller, asked as CallContext), {
      // What is offered does not change while one listens: a stream would be held open for nothing.
      maxSubscriptions: 0,
    });
    const url = new URL(request.url, context.config.publicUrl);
    return await reply.send(await handler.fetch(new Request(url, { method: request.method, headers }), { parsedBody: request.body }));
  } catch (error) {
    const problem = errorBody(toApiError(error));
    if (problem.status >= 500) context.logger.error({ err: error }, "a request of an assistant failed");
    if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="Parola"');
    return await reply.code(problem.status).type("application/problem+json").send(JSON.stringify(problem));
  }
}
