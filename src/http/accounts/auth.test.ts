import { getMigrations } from "better-auth/db/migration";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDb } from "../../store/db.ts";
import { createTestDatabase, type TestDatabase } from "../../store/test-database.ts";
import { createAuth } from "./auth.ts";

describe("accounts", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("has every table and column that better-auth asks for", async () => {
    const auth = createAuth({ db: createDb(database.pool), publicUrl: "http://localhost:3000", secret: "s".repeat(64) });
    const { toBeCreated, toBeAdded } = await getMigrations(auth.options);
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
  });

  it("waits for no mail to leave, by which one could tell who has an account", async () => {
    const mailed: string[] = [];
    const auth = createAuth({
      ...{ db: createDb(database.pool), publicUrl: "http://localhost:3000", secret: "s".repeat(64) },
      sendMail({ to }) {
        mailed.push(to);
        return new Promise(() => {});
      },
    });
    await auth.api.signUpEmail({ body: { name: "A", email: "a@example.com", password: "correct horse battery" } });
    const ask = async (email: string) => await auth.api.requestPasswordReset({ body: { email } });
    expect(await ask("a@example.com")).toEqual(await ask("nobody@example.com"));
    expect(mailed).toEqual(["a@example.com"]);
  });
});
