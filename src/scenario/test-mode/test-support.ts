/** For tests of test mode: it on the whole HTTP side, and an automation to try. */
import type { DraftDocument } from "../../contract/document.ts";
import type { TestApp } from "../../http/test-app.ts";
import { createClient } from "../../store/pool.ts";
import { createTestMode, type TestMode } from "./service.ts";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function testModeOf(app: TestApp): TestMode {
  const { pool, db, clock, registry, catalogs, secrets } = app.context;
  return createTestMode({
    ...{ pool, db, clock, registry, catalogs, secrets },
    databaseUrl: app.database.url,
    logger: silent,
    async connect() {
      const client = createClient(app.database.url, "test mode");
      await client.connect();
      return client;
    },
  });
}

/** Asks for a colour, reminds after an hour without an answer, and tells another system. */
export const COLOUR: DraftDocument = {
  name: "Colour",
  triggers: [
    { id: "t1", type: "customer_message", config: { phrases: ["Hi"] }, next: "ask" },
    { id: "t2", type: "integration", config: {}, next: "ask" },
    { id: "t3", type: "list", config: { lists: ["Leads"] }, next: "tell" },
  ],
  steps: [
    {
      id: "ask",
      type: "send_message",
      config: {
        kind: "buttons",
        text: "Red or blue, {{ contact.first_name }}?",
        buttons: [
          { id: "red", title: "Red" },
          { id: "blue", title: "Blue" },
        ],
        timeout: { hours: 1 },
      },
      exits: { red: "tag", blue: "tag", timeout: "remind" },
    },
    { id: "tag", type: "add_tag", config: { tags: ["colourful"] }, exits: { next: "tell" } },
    {
      id: "tell",
      type: "send_webhook",
      config: { url: "https://paint.example.com/orders", body: '{"phone":"{{ contact.phone }}"}' },
      exits: { failed: "sorry" },
    },
    { id: "remind", type: "send_message", config: { kind: "text", text: "Still there?" }, exits: {} },
    { id: "sorry", type: "send_message", config: { kind: "text", text: "Something is broken." }, exits: {} },
  ],
};
