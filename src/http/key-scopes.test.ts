import { afterAll, beforeAll, expect, it } from "vitest";
import { contract } from "../contract/contract.ts";
import { type Permission, RESOURCES, type Resource } from "../contract/roles.ts";
import type { TestMode } from "../scenario/test-mode/service.ts";
import { sampleInput } from "./sample-input.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";
import { procedures, told } from "./test-procedures.ts";
import { addTestMode, furnish } from "./test-workspace.ts";

let app: TestApp;
let owner: TestClient;
let ids: Record<string, string>;
let testMode: TestMode;
beforeAll(async () => {
  app = await createTestApp();
  testMode = addTestMode(app);
  ({ client: owner } = await setUpOwner(app));
  ids = await furnish(app, owner, "B");
});
afterAll(async () => {
  await testMode.stop();
  await app.close();
});

/** What is only told to certain scopes; people are named with what is theirs. */
const TOLD_TO: [RegExp, Resource[]][] = [
  [/B-message/, ["chats"]],
  [/B-ticket/, ["tickets"]],
  [/B-(person|note)|B@secret|\+393330000002/, ["contacts", "chats", "tickets", "runs", "campaigns"]],
  [/B-(knowledge|question|canned)/, ["objects", "chats"]],
];

it.each(RESOURCES)("a key for %s:read is told nothing of other scopes", async (resource) => {
  const scope: Permission = `${resource}:read`;
  const { key } = await owner.apiKeys.create({ name: scope, scopes: [scope] });
  const program = app.client({ authorization: `Bearer ${key}` });
  const learned: string[] = [];
  for (const procedure of procedures(contract)) {
    const { path, input, permission } = procedure;
    if (permission !== scope || path[0] === "events") continue;
    // Of one automation alone a timeline tells less.
    const whole = path.join(".") === "contacts.timeline";
    const text = await told(program, procedure, whole ? { id: ids["contacts"] } : sampleInput(input, path, ids));
    for (const [what, resources] of TOLD_TO)
      if (what.test(text) && !resources.includes(resource)) learned.push(`${path.join(".")}: ${text.slice(0, 300)}`);
  }
  expect(learned).toEqual([]);
});
