/** better-auth's own addresses: signing in and out, passwords, second factors. */
import type { FastifyInstance } from "fastify";
import type { AppContext } from "../context.ts";
import { webHeaders } from "../request-headers.ts";

export async function accountRoutes(app: FastifyInstance, context: AppContext): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body));
    scope.all("/api/auth/*", async (request, reply) => {
      const url = new URL(request.url, `${request.protocol}://${request.host}`);
      const body = request.body instanceof Buffer && request.body.length > 0 ? { body: new Uint8Array(request.body) } : {};
      const answer = await context.auth.handler(new Request(url, { method: request.method, headers: webHeaders(request), ...body }));
      reply.code(answer.status);
      for (const [name, value] of answer.headers) if (name !== "set-cookie") reply.header(name, value);
      const cookies = answer.headers.getSetCookie();
      if (cookies.length > 0) reply.header("set-cookie", cookies);
      return reply.send(Buffer.from(await answer.arrayBuffer()));
    });
  });
}
