import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webRoutes } from "./web-routes.ts";

describe("the web app", () => {
  let root: string;
  let server: FastifyInstance;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "parola-web-"));
    await mkdir(join(root, "assets"));
    await writeFile(join(root, "index.html"), "<title>Parola</title>");
    await writeFile(join(root, "workspace.html"), "<title>Parola, signed in</title>");
    await writeFile(join(root, "assets", "app-abc123.js"), "console.log(1)");
    await writeFile(join(root, "assets", "app-abc123.js.br"), "compressed");
    server = Fastify();
    await server.register(webRoutes, { root });
  });
  afterAll(async () => {
    await server.close();
    await rm(root, { recursive: true });
  });

  it("answers every address that is not a program's with its page", async () => {
    for (const url of ["/", "/sign-in?next=%2F", "/elsewhere"]) {
      const answer = await server.inject(url);
      expect([answer.statusCode, answer.body], url).toEqual([200, "<title>Parola</title>"]);
    }
    const workspace = await server.inject("/w/acme/chat/123");
    expect([workspace.statusCode, workspace.body]).toEqual([200, "<title>Parola, signed in</title>"]);
    expect((await server.inject("/")).headers["cache-control"]).toBe("no-cache");
  });

  it("lets browsers keep what is named by its content, compressed where they can read it", async () => {
    const answer = await server.inject({ url: "/assets/app-abc123.js", headers: { "accept-encoding": "br" } });
    expect(answer.headers).toMatchObject({ "cache-control": "public, max-age=31536000, immutable", "content-encoding": "br" });
    expect(answer.body).toBe("compressed");
  });

  it("says so where a program asks for what is not there", async () => {
    for (const url of ["/api/nothing", "/hooks/x", "/mcp/x", "/assets/old-build.js"]) {
      const answer = await server.inject(url);
      expect([answer.statusCode, answer.json().code], url).toEqual([404, "not_found"]);
    }
    expect((await server.inject({ method: "POST", url: "/" })).statusCode).toBe(404);
  });

  it("serves what was built while it runs", async () => {
    await writeFile(join(root, "assets", "app-def456.js"), "console.log(2)");
    const answer = await server.inject("/assets/app-def456.js");
    expect([answer.statusCode, answer.body]).toEqual([200, "console.log(2)"]);
  });

  it("never leaves its folder", async () => {
    const answer = await server.inject("/../../etc/passwd");
    expect(answer.body).not.toContain("root:");
  });
});
