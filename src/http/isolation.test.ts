import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract } from "../contract/contract.ts";
import type { TestMode } from "../scenario/test-mode/service.ts";
import { openApiDocument } from "./docs.ts";
import { operationsOf, type Schema } from "./hostile-requests.ts";
import { kindOfKey, sampleInput } from "./sample-input.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";
import { procedures } from "./test-procedures.ts";
import { addTestMode, furnish } from "./test-workspace.ts";

/** The keys under which a schema takes ids. */
function idKeys(schema: Schema, key: string): string[] {
  if (schema.format === "uuid") return [key];
  const inner = [schema["anyOf"], schema["oneOf"], schema["items"], schema["additionalProperties"]]
    .flat()
    .filter((one) => typeof one === "object");
  return [
    ...inner.flatMap((one) => idKeys(one as Schema, key)),
    ...Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).flatMap(([name, one]) => idKeys(one, name)),
  ];
}

/** Every row of a workspace, as text. */
async function everything(app: TestApp, workspaceId: string): Promise<string> {
  const { rows: tables } = await sql<{
    name: string;
  }>`SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'workspace_id' AND table_schema = 'public' ORDER BY 1`.execute(
    app.context.db,
  );
  const parts = await Promise.all(
    tables.map(
      async ({ name }) =>
        (
          await sql<{
            all: string;
          }>`SELECT coalesce(json_agg(t ORDER BY t::text), '[]')::text AS all FROM ${sql.table(name)} t WHERE workspace_id = ${workspaceId}`.execute(
            app.context.db,
          )
        ).rows[0]?.all,
    ),
  );
  return parts.join("\n");
}

describe("workspaces", () => {
  let app: TestApp;
  let mine: TestClient;
  let theirs: Record<string, string>;
  let before: string;
  let testMode: TestMode;
  const all = procedures(contract);

  beforeAll(async () => {
    app = await createTestApp();
    testMode = addTestMode(app);
    const first = await setUpOwner(app);
    await furnish(app, first.client, "A");
    mine = first.client;
    // Another person with a workspace of their own.
    const { auth } = app.context;
    await auth.api.signUpEmail({ body: { name: "Bruno", email: "bruno@example.com", password: "correct horse battery" } });
    const other = app.client();
    const signedIn = await app.server.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      headers: { host: "parola.test" },
      payload: { email: "bruno@example.com", password: "correct horse battery" },
    });
    other.cookie.value = [signedIn.headers["set-cookie"] ?? []]
      .flat()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    await other.workspaces.create({ name: "Beta" });
    theirs = await furnish(app, other, "B");
    before = await everything(app, theirs["workspaces"] as string);
  });
  afterAll(async () => {
    await testMode.stop();
    await app.close();
  });

  it("name objects that the other workspace has", async () => {
    const unknown = operationsOf(await openApiDocument()).flatMap(({ name, path, parameters, body }) =>
      path.includes("{uuid}")
        ? []
        : [...parameters.flatMap(({ name: key, schema }) => idKeys(schema, key)), ...(body ? idKeys(body.schema, "") : [])]
            .filter((key) => !theirs[kindOfKey(name.split("."), key, "uuid") ?? ""])
            .map((key) => `${name}: ${key}`),
    );
    expect(unknown).toEqual([]);
  });

  it.each(all.filter(({ permission }) => permission !== "public").map((procedure) => [procedure.path.join("."), procedure] as const))(
    "%s shows and changes nothing of another workspace",
    async (name, { path, route, input }) => {
      if (name === "events.stream") return;
      const values = sampleInput(input, path, theirs);
      const call = path.reduce<unknown>((client, key) => (client as Record<string, unknown>)[key], mine) as (
        input: unknown,
      ) => Promise<unknown>;
      const answer = await call(values).then(
        (output) => ({ output }),
        (error: { code?: string; status?: number }) => ({ code: error.code, status: error.status }),
      );
      const namesTheirs = /\{(id|automationId|channelId|sessionId|noteId|hookId)\}/.test(route.path) && path[0] !== "gallery";
      if ("output" in answer) {
        expect(namesTheirs, `${name} answered for an object of another workspace`).toBe(false);
        const text = JSON.stringify(answer.output ?? null);
        for (const id of Object.values(theirs)) {
          // What was asked for may be told back in the refusal of one row.
          if (!JSON.stringify(values ?? null).includes(id)) expect(text).not.toContain(id);
        }
        expect(text).not.toMatch(
          /B-(person|hook|api|note|tag|list|field|segment|canned|automation|ticket|category|key|message)|b_template|B@secret/,
        );
      } else {
        expect([400, 403, 404, 409, 422, 503], `${name} ${answer.code}`).toContain(answer.status);
        if (namesTheirs) expect(["not_found", "forbidden", "invalid_input", "not_available", "conflict"], name).toContain(answer.code);
      }
    },
    20_000,
  );

  it("has not changed a single row of the other workspace", async () => {
    await app.settle();
    expect(await everything(app, theirs["workspaces"] as string)).toBe(before);
  });

  it("serves no file of another workspace", async () => {
    const answer = await app.server.inject({
      method: "GET",
      url: `/api/v1/media/${theirs["media"]}`,
      headers: { cookie: mine.cookie.value },
    });
    expect(answer.statusCode).toBe(404);
  });

  it("refuses to act for a workspace one is no member of", async () => {
    const answer = await app.server.inject({
      method: "GET",
      url: "/api/v1/contacts",
      headers: { cookie: mine.cookie.value, "x-workspace": theirs["workspaces"] as string },
    });
    expect(answer.statusCode).toBe(403);
  });
});
