import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract } from "../contract/contract.ts";
import type { TestMode } from "../scenario/test-mode/service.ts";
import { sampleInput } from "./sample-input.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";
import { procedures, told } from "./test-procedures.ts";
import { addTestMode, furnish } from "./test-workspace.ts";

/** What the customers of `furnish` are, said and have. */
const CUSTOMERS = /B-(person|note|message|ticket)|B@secret|\+393330000002|\+393330009999/;

/** Tables of what is the customer's own. Runs are their automation's, which who writes automations may delete. */
const TABLES = { contact: "id", chat: "contact_id", message: "contact_id", note: "contact_id", ticket: "contact_id" };

describe.each(["chat_operator", "developer"] as const)("a %s", (role) => {
  let app: TestApp;
  let person: TestClient;
  let ids: Record<string, string>;
  let testMode: TestMode;

  async function customer(): Promise<string> {
    const parts = await Promise.all(
      Object.entries(TABLES).map(
        async ([table, key]) =>
          (await sql`SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(key)} = ${ids["contacts"]}`.execute(app.context.db)).rows,
      ),
    );
    return JSON.stringify(parts);
  }

  beforeAll(async () => {
    app = await createTestApp();
    testMode = addTestMode(app);
    const { client: owner } = await setUpOwner(app);
    ids = await furnish(app, owner, "B");
    person = await joinAs(app, owner, role);
  });
  afterAll(async () => {
    await testMode.stop();
    await app.close();
  });

  it("learns and changes nothing of a contact of others, whatever is asked", async () => {
    const before = await customer();
    const asked = procedures(contract).filter(({ permission, path }) => permission !== "public" && path[0] !== "events");
    const learned: string[] = [];
    for (const procedure of asked) {
      const text = await told(person, procedure, sampleInput(procedure.input, procedure.path, ids));
      if (CUSTOMERS.test(text)) learned.push(`${procedure.path.join(".")}: ${text.slice(0, 500)}`);
    }
    expect(learned).toEqual([]);
    await app.settle();
    expect(await customer()).toBe(before);
  }, 60_000);

  it("gets no file of theirs", async () => {
    await app.context.pool.query("UPDATE media SET message_id = $2 WHERE id = $1", [ids["media"], ids["messages"]]);
    const answer = await app.server.inject({ url: `/api/v1/media/${ids["media"]}`, headers: { cookie: person.cookie.value } });
    expect(answer.statusCode).toBe(404);
  });
});
