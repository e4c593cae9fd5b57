import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { FakeModel } from "../sandbox/connections/ai.ts";
import { worldOf, write } from "../scenario/test-support.ts";
import type { World } from "../scenario/world.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

const WORKSPACE = `
workspace:
  operators: [anna@example.com, luca@example.com]
  connections: { ai: {} }
  agents: [{ name: Helper, default: true }]
contacts:
  - { phone: "+393330000001", first_name: "Elena\\r\\nBcc: all@example.com", operators: [anna@example.com] }
  - { phone: "+393330000002", first_name: Ugo }
automations: []
`;

let database: TestDatabase;
let world: World;
let mails: { to: string; subject: string; text: string }[];
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  world = await worldOf(database.url, WORKSPACE);
  mails = [];
  const mailer = { send: async (mail: { to: string; subject: string; text: string }) => void mails.push(mail), close: async () => {} };
  Object.assign(world.setting, { mailer });
  await world.restartWorker();
});
afterEach(async () => {
  await world.close();
  await database.pool.query("DELETE FROM workspace; DELETE FROM app_user; DELETE FROM event");
});
afterAll(() => database.drop());

const fake = () => [...world.connections.values()].find((one): one is FakeModel => "plan" in one) as FakeModel;

async function ask(from: string): Promise<void> {
  await write(world, from, "help");
  await world.settle();
  await world.advanceTo(world.clock.now() + 60_000);
}

it("whoever is in charge is told why, in one line of their language, with the way to the chat", async () => {
  await world.pool.query("UPDATE app_user SET locale = 'it' WHERE email = 'anna@example.com'");
  fake().plan({ http: 400 });
  await ask("+393330000001");
  expect(mails).toHaveLength(1);
  const { to, subject, text } = mails[0] as (typeof mails)[number];
  expect(to).toBe("anna@example.com");
  expect(subject).toBe("Un cliente aspetta una persona: Elena Bcc: all@example.com");
  expect(text).toContain("Motivo: Il modello non ha risposto (http_400)");
  const { rows } = await world.pool.query<{ slug: string; id: string }>(
    "SELECT w.slug, c.id FROM workspace w JOIN chat c ON c.workspace_id = w.id",
  );
  expect(text).toContain(`https://parola.example.com/w/${rows[0]?.slug}/chat/${rows[0]?.id}`);
});

it("where nobody is in charge all are told what the model said, but those who want no such e-mails", async () => {
  await world.pool.query(
    `UPDATE member m SET role = 'chat_manager', settings = CASE WHEN u.email = 'luca@example.com' THEN '{"noticeHandedOver": false}'::jsonb ELSE m.settings END
     FROM app_user u WHERE u.id = m.user_id AND u.email LIKE '%@example.com'`,
  );
  fake().plan({ handOver: "Wants a refund" });
  await ask("+393330000002");
  const told = mails.map(({ to }) => to);
  expect(told).toContain("anna@example.com");
  expect(told).not.toContain("luca@example.com");
  expect(mails[0]?.text).toContain("Motivo: Wants a refund");
});

it("an answer tells nobody", async () => {
  fake().plan({ answer: "Here you are" });
  await ask("+393330000001");
  expect(mails).toEqual([]);
});
