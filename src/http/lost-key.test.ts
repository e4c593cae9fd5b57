/** The installation's key was lost and another is taken: what it sealed is asked for again, in words, and nothing breaks. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { sign } from "../sandbox/whatsapp/sign.ts";
import { eventWebhookSecrets } from "../store/event-webhooks.ts";
import { createSecretBox } from "../store/secret.ts";
import { takeKeyForDatabase } from "../store/secret-key-check.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const [first, second] = [createSecretBox(Buffer.alloc(32, 1)), createSecretBox(Buffer.alloc(32, 2))];
let box = first;
let app: TestApp;
let owner: TestClient;
let workspaceId: string;
beforeAll(async () => {
  app = await createTestApp({ secrets: { encrypt: (text) => box.encrypt(text), decrypt: (sealed) => box.decrypt(sealed) } });
  ({ client: owner, workspaceId } = await setUpOwner(app));
});
afterAll(() => app.close());

const body = JSON.stringify({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "2222222222",
      changes: [
        {
          field: "messages",
          value: {
            messaging_product: "whatsapp",
            metadata: { display_phone_number: "390612345678", phone_number_id: "1111111111" },
            messages: [{ from: "393330000001", id: "wamid.1", timestamp: "1772442000", type: "text", text: { body: "Ciao" } }],
          },
        },
      ],
    },
  ],
});
const post = (secret: string) =>
  app.server.inject({
    method: "POST",
    url: "/webhooks/whatsapp",
    payload: body,
    headers: { "content-type": "application/json", "x-hub-signature-256": sign(body, secret) },
  });

it("numbers and accounts wait for their credentials, what we made up is made up anew, answers given once stay given", async () => {
  const channel = await owner.channels.create({
    ...{ name: "Shop", phoneNumberId: "1111111111", wabaId: "2222222222" },
    ...{ accessToken: "token", appSecret: "old-app-secret" },
  });
  const sandbox = await owner.channels.createSandbox({});
  const connection = await owner.connections.create({
    ...{ name: "Zap", kind: "activecampaign" },
    ...{ settings: { baseUrl: "http://127.0.0.1:9" }, secrets: { apiToken: "k" } },
  });
  const webhook = await owner.eventWebhooks.create({ name: "CRM", url: "https://example.com/hook", types: ["contact.updated"] });
  await owner.members.invite({ email: null, role: "administrator", expiresInDays: 7 });
  const careful = app.client({ "idempotency-key": "once", cookie: owner.cookie.value });
  const tag = await careful.tags.create({ name: "VIP" });
  expect((await careful.tags.create({ name: "VIP" })).id).toBe(tag.id);

  box = second;
  expect(await takeKeyForDatabase(app.context.pool, second)).toEqual({ numbers: ["Shop"], connections: ["Zap"] });
  // A second time there is nothing left to forget.
  expect(await takeKeyForDatabase(app.context.pool, second)).toEqual({ numbers: [], connections: [] });

  // Meta tries again until it is taken.
  const waiting = await post("old-app-secret");
  expect(waiting.statusCode).toBe(503);
  expect(waiting.json()).toMatchObject({ code: "not_available", detail: expect.stringContaining("must be entered") });
  expect(await owner.channels.get({ id: channel.id })).toMatchObject({ hasAccessToken: false, hasAppSecret: false });
  expect(await owner.channels.check({ id: channel.id })).toMatchObject({
    ok: false,
    items: [{ item: "token", state: "failed", fix: "Enter the access token and the app secret again." }, { item: "first_message" }],
  });
  await owner.channels.update({ id: channel.id, accessToken: "token", appSecret: "new-app-secret" });
  expect((await post("old-app-secret")).statusCode).toBe(401);
  expect((await post("new-app-secret")).statusCode).toBe(200);

  expect(await owner.channels.get({ id: sandbox.id })).toMatchObject({ hasAccessToken: true, hasAppSecret: true });
  expect(await owner.connections.get({ id: connection.id })).toMatchObject({ status: "revoked" });
  expect((await owner.connections.list({})).items).toHaveLength(1);
  const { pool, secrets, clock } = app.context;
  expect(await eventWebhookSecrets(pool, secrets, workspaceId, webhook.id, clock.now())).toEqual([expect.stringMatching(/^whsec_/)]);
  expect((await owner.members.invitations({})).items).toEqual([]);

  await expect(careful.tags.create({ name: "VIP" })).rejects.toMatchObject({ code: "answer_lost", status: 409 });
  expect((await owner.tags.list({})).items).toHaveLength(1);
});

it("an answer that an older version kept in another form is refused in words too", async () => {
  const careful = app.client({ "idempotency-key": "older", cookie: owner.cookie.value });
  await careful.tags.create({ name: "Old" });
  await app.context.pool.query(`UPDATE idempotency_key SET body = '{"id":"x"}' WHERE key = 'older'`);
  await expect(careful.tags.create({ name: "Old" })).rejects.toMatchObject({ code: "answer_lost" });
});
