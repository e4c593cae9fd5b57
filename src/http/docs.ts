/** The machine's and the human's description of the API. */
import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { contract } from "../contract/contract.ts";
import { ERRORS } from "../contract/errors.ts";
import { HOOK_PATHS } from "./hook-docs.ts";

let document: Promise<object> | undefined;

/** Generated once per process, when it is first asked for. */
export function openApiDocument(): Promise<object> {
  document ??= generate();
  return document;
}

async function generate(): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const generated = await generator.generate(contract, {
    info: { title: "Parola", version: "1", license: { name: "Apache-2.0" }, description: DESCRIPTION },
    servers: [{ url: "/api/v1" }],
    security: [{ apiKey: [] }, { session: [] }],
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key; it belongs to one workspace." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "parola.session_token",
          description: "A signed-in person; `X-Workspace` chooses the workspace.",
        },
      },
    },
  });
  return { ...generated, paths: { ...generated.paths, ...HOOK_PATHS } };
}

const DESCRIPTION = `Everything the web app does goes through this API.

- Long lists come in pages: \`{ items, nextCursor }\`; send \`nextCursor\` as \`cursor\` until it is null.
- A POST with an \`Idempotency-Key\` that is repeated within a day gets the first answer again and does nothing.
- Refusals are \`application/problem+json\` with a stable \`code\`:

| code | status | title |
|---|---|---|
${Object.entries(ERRORS)
  .map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`)
  .join("\n")}
`;

/** The reference brings its own inline styles and script, and asks nobody else. */
const REFERENCE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

let reference: Promise<FastifyInstance> | undefined;

/** Its script of five megabytes is only loaded by processes that are asked for it, hence a server of its own. */
async function referenceServer(): Promise<FastifyInstance> {
  const { default: plugin } = await import("@scalar/fastify-api-reference");
  const server = Fastify();
  const configuration = {
    url: "/api/v1/openapi.json",
    pageTitle: "Parola API",
    withDefaultFonts: false,
    telemetry: false,
    hideClientButton: true,
    // What its maker offers besides would take the API's description to their servers.
    showDeveloperTools: "never" as const,
    agent: { disabled: true },
    mcp: { disabled: true },
  };
  await server.register(plugin, { routePrefix: "/api/docs", configuration: configuration });
  return server;
}

export async function docsRoutes(app: FastifyInstance): Promise<void> {
  app.get("/api/v1/openapi.json", async (_request, reply) => reply.send(await openApiDocument()));
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    reference ??= referenceServer();
    const page = await (await reference).inject({ method: "GET", url: request.url });
    const { "content-encoding": _, ...headers } = page.headers;
    return reply
      .code(page.statusCode)
      .headers({ ...headers, "content-security-policy": REFERENCE_POLICY })
      .send(page.rawPayload);
  };
  app.get("/api/docs", answer);
  app.get("/api/docs/*", answer);
}
