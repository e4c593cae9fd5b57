/** The built web app: its files, and its page for every address that is not ours. */
import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { problemDetails } from "./problem.ts";

/** Addresses below these are programs' business: a wrong one must say so instead of showing the app. */
const NOT_PAGES = /^\/(api|hooks|wh|webhooks|mcp|metrics|healthz|readyz)(\/|$|\?)/;

export async function webRoutes(app: FastifyInstance, { root }: { root: string | undefined }): Promise<void> {
  const built = root !== undefined && existsSync(root);
  if (built) {
    await app.register(fastifyStatic, {
      root,
      // Read from the folder at each request: it may be built anew while this runs.
      wildcard: true,
      preCompressed: true,
      setHeaders: (response, path) => {
        // Vite names assets by their content: they never change.
        response.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === "GET" && !NOT_PAGES.test(request.url) && !/\/assets\//.test(request.url);
    // The same page but for what the browser is told to fetch beside it.
    if (built && page) return reply.sendFile(request.url.startsWith("/w/") ? "workspace.html" : "index.html");
    return reply
      .code(404)
      .type("application/problem+json")
      .send(JSON.stringify(problemDetails("not_found", "There is nothing at this address.")));
  });
}
