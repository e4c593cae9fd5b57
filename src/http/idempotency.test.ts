import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApp, setUpOwner, type TestApp } from "./test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

it("a repeated request is told a new key again, which stands open nowhere", async () => {
  const { client: owner } = await setUpOwner(app);
  const careful = app.client({ "idempotency-key": "key-1" });
  careful.cookie.value = owner.cookie.value;
  const { key } = await careful.apiKeys.create({ name: "CI", scopes: ["contacts:read"] });
  expect((await careful.apiKeys.create({ name: "CI", scopes: ["contacts:read"] })).key).toBe(key);
  const { rows } = await app.context.pool.query<{ body: Buffer }>("SELECT body FROM idempotency_key");
  expect(rows).toHaveLength(1);
  expect(rows[0]?.body.toString("latin1")).not.toContain(key);
});
