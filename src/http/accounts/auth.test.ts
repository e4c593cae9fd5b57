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
});
