import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOutgoingHttp, type OutgoingHttpClient } from "../connectors/http/outgoing-http.ts";
import { makePushKey } from "../connectors/push/vapid.ts";
import { MAX_DEVICES } from "../contract/devices.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { createFakePushService, type FakePushService } from "../sandbox/push/fake-push-service.ts";
import { createSecretBox } from "../store/secret.ts";
import { takeKeyForDatabase } from "../store/secret-key-check.ts";
import { createNoticesLoop } from "../worker/notices-loop.ts";
import { createTestApp, joinAs, ORIGIN, OWNER, setUpOwner, TEST_START, type TestApp, type TestClient } from "./test-app.ts";

const PUSH = "https://push.example.com";
const OPERATOR = "chat_operator@example.com";

describe("notices on devices", () => {
  let app: TestApp;
  let outside: FakeOutside;
  let http: OutgoingHttpClient;
  let push: FakePushService;
  let owner: TestClient;
  let operator: TestClient;
  let contactId: string;
  let now = TEST_START;
  const mails: { to: string; subject: string }[] = [];
  const warnings: object[] = [];

  beforeAll(async () => {
    outside = await startFakeOutside(() => now);
    push = createFakePushService(PUSH, () => now);
    outside.serve(PUSH, ({ url, headers, bytes }) => push.receive({ url, headers, body: bytes }));
    http = createOutgoingHttp({ dispatcher: outside.dispatcher });
    app = await createTestApp({ http });
    ({ client: owner } = await setUpOwner(app));
    operator = await joinAs(app, owner, "chat_operator");
    ({ id: contactId } = await owner.contacts.upsert({ phone: "+393330000001", firstName: "Elena", lastName: "Villa" }));
    await owner.contacts.update({ id: contactId, addOperators: [OPERATOR] });
  });
  beforeEach(async () => {
    await run();
    await app.context.pool.query("DELETE FROM device");
    await operator.account.update({ settings: { noticeByEmail: true } });
    for (const list of [push.received, push.refused, mails, warnings]) list.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await http.close();
    await outside.close();
  });

  function advance(ms: number): void {
    app.clock.advance(ms);
    now += ms;
  }
  async function run(): Promise<number | null> {
    const { pool, clock, secrets } = app.context;
    const logger = { debug: () => {}, info: () => {}, warn: (details: object) => void warnings.push(details), error: () => {} };
    const mailer = { send: async (mail: { to: string; subject: string }) => void mails.push(mail) };
    const loop = createNoticesLoop({ pool, clock, secrets, http, logger, mailer, publicUrl: ORIGIN });
    while ((await loop.runOnce()) > 0);
    return await loop.nextDueAt();
  }
  /** What the page does when a person switches notices on. */
  async function switchOn(client: TestClient) {
    const { applicationServerKey } = await client.devices.list();
    const subscription = push.subscribe(applicationServerKey);
    const { id } = await client.devices.save(subscription);
    return { id, ...subscription };
  }
  const open = (title: string) => owner.tickets.create({ contactId, title, owner: OPERATOR });
  const shown = () => push.received.map(({ endpoint, message }) => [endpoint, message.text.split("\n")[0]]);
  const signIn = async (email = OPERATOR) => {
    const client = app.client();
    const answer = await app.server.inject({
      ...{ method: "POST", url: "/api/auth/sign-in/email", headers: { host: "parola.test" } },
      payload: { email, password: OWNER.password },
    });
    client.cookie.value = String(answer.headers["set-cookie"]).split(";", 1)[0] as string;
    return client;
  };
  const signOut = (client: TestClient) =>
    app.server.inject({
      ...{ method: "POST", url: "/api/auth/sign-out", payload: {} },
      headers: { host: "parola.test", origin: ORIGIN, cookie: client.cookie.value },
    });

  it("reach every device of a person, encrypted for it alone, beside the e-mail", async () => {
    const first = await switchOn(operator);
    const second = await switchOn(await signIn());
    const ticket = await open("Vaso rotto");
    await run();
    expect(mails.map(({ to }) => to)).toEqual([OPERATOR]);
    expect(push.refused).toEqual([]);
    expect(push.received.map(({ endpoint }) => endpoint).sort()).toEqual([first.endpoint, second.endpoint].sort());
    const [notice] = push.received;
    expect(notice?.message).toEqual({
      title: "Ticket per te",
      text: `Vaso rotto (${ticket.reference})\nAcme`,
      path: `/w/acme/tickets?ticket=${ticket.id}`,
      tag: notice?.topic,
    });
    expect(notice).toMatchObject({ ttl: 86_400, urgency: "normal" });
    expect(outside.answered.at(-1)?.call.raw).not.toContain("Vaso");
    const { items } = await operator.devices.list();
    expect(items.map(({ lastNoticeAt }) => lastNoticeAt)).toEqual([new Date(now).toISOString(), new Date(now).toISOString()]);
  });

  it("come without an e-mail for who wants none, and not at all for a kind that is switched off", async () => {
    await switchOn(operator);
    await operator.account.update({ settings: { noticeByEmail: false } });
    await open("Silent");
    await run();
    expect([mails, push.received.length]).toEqual([[], 1]);
    await operator.account.update({ settings: { noticeTicketAssigned: false } });
    await open("Unwanted");
    await run();
    expect(push.received).toHaveLength(1);
    await operator.account.update({ settings: { noticeTicketAssigned: true } });
  });

  it("of changes in a row are one, and the later takes the place of the earlier", async () => {
    const { id } = await open("Quote");
    await run();
    await switchOn(operator);
    await owner.tickets.update({ id, priority: "high" });
    await owner.tickets.update({ id, status: "in_progress" });
    await run();
    await owner.tickets.update({ id, status: "pending" });
    await run();
    expect(push.received).toHaveLength(2);
    expect(new Set(push.received.map(({ topic }) => topic)).size).toBe(1);
  });

  it.each([404, 410])("forget a device whose service answers %i", async (status) => {
    const lost = await switchOn(operator);
    const kept = await switchOn(await signIn());
    await open("Both");
    if (status === 410) push.end(lost.endpoint);
    else outside.answer(lost.endpoint, { status });
    await run();
    expect(shown().map(([endpoint]) => endpoint)).toEqual([kept.endpoint]);
    expect((await operator.devices.list()).items.map(({ id }) => id)).toEqual([kept.id]);
  });

  it("are tried again when the service says so, and no other device waits or hears twice", async () => {
    const slow = await switchOn(operator);
    const fast = await switchOn(await signIn());
    await open("Later");
    outside.answer(slow.endpoint, { status: 429, headers: { "retry-after": "120" } }, 1);
    outside.answer(slow.endpoint, { status: 503 }, 1);
    expect(await run()).toBe(now + 120_000);
    expect(shown().map(([endpoint]) => endpoint)).toEqual([fast.endpoint]);
    advance(119_000);
    await run();
    expect(push.received).toHaveLength(1);
    advance(1000);
    expect(await run()).toBe(now + 300_000);
    advance(300_000);
    expect(await run()).toBeNull();
    expect(shown().map(([endpoint]) => endpoint)).toEqual([fast.endpoint, slow.endpoint]);
  });

  it.each([400, 403, 413])("are given up, the device kept, where the service refuses one with %i", async (status) => {
    const { endpoint, id } = await switchOn(operator);
    await open("Refused");
    outside.answer(endpoint, { status }, 1);
    expect(await run()).toBeNull();
    expect(push.received).toEqual([]);
    expect(warnings).toMatchObject([{ detail: `the push service answered ${status}` }]);
    expect((await operator.devices.list()).items).toMatchObject([{ id, current: true }]);
  });

  it("are taken from the key alone that the browser let send", async () => {
    await operator.devices.save(push.subscribe(makePushKey().publicKey));
    expect(await operator.devices.test()).toEqual({ outcome: "refused", detail: "the push service answered 403" });
    expect(push.refused).toEqual(["403 another key than the browser's"]);
  });

  it("never fail what they are about, when a device is signed out of in that moment", async () => {
    await switchOn(operator);
    const { pool } = app.context;
    const client = await pool.connect();
    await client.query("BEGIN; DELETE FROM device");
    const opening = open("In that moment");
    const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await pool.query(waiting)).rowCount === 0);
    await client.query("COMMIT");
    client.release();
    expect(await opening).toMatchObject({ title: "In that moment" });
    await run();
    expect(push.received).toEqual([]);
    expect(mails).toHaveLength(1);
  });

  it("end with the session, and with the person's membership", async () => {
    const elsewhere = await signIn();
    const device = await switchOn(elsewhere);
    await open("Waits");
    await signOut(elsewhere);
    expect(await run()).toBeNull();
    expect((await operator.devices.list()).items).toEqual([]);

    const leaver = await joinAs(app, owner, "chat_manager", "leaver@example.com");
    await switchOn(leaver);
    await owner.tickets.create({ contactId, title: "Left", owner: "leaver@example.com" });
    const { items } = await owner.members.list();
    await owner.members.remove({ id: items.find(({ email }) => email === "leaver@example.com")?.id as string });
    await run();
    expect([device.endpoint, ...push.received]).toEqual([device.endpoint]);
  });

  it("are the business of nobody else: devices are seen, tested and removed by their person alone", async () => {
    const { id } = await switchOn(operator);
    expect((await owner.devices.list()).items).toEqual([]);
    await expect(owner.devices.remove({ id })).rejects.toMatchObject({ code: "not_found" });
    await expect(owner.devices.test()).rejects.toMatchObject({ code: "not_found" });
    const { key } = await owner.apiKeys.create({ name: "Program", scopes: ["workspace:read"] });
    await expect(app.client({ authorization: `Bearer ${key}` }).devices.list()).rejects.toMatchObject({ code: "unauthenticated" });
    expect(JSON.stringify(await operator.devices.list())).not.toContain(PUSH);
    await operator.devices.remove({ id });
    expect((await operator.devices.list()).items).toEqual([]);
  });

  it("of a browser that another person takes over are that person's alone", async () => {
    const { id, ...subscription } = await switchOn(operator);
    await open("Not for the owner's eyes");
    const taken = await owner.devices.save(subscription);
    expect(taken.id).not.toBe(id);
    await run();
    expect(push.received).toEqual([]);
    expect((await operator.devices.list()).items).toEqual([]);
    // Asked again, it stays the same device; with another address too it is one.
    expect(await owner.devices.save(subscription)).toEqual(taken);
    await switchOn(owner);
    expect((await owner.devices.list()).items).toHaveLength(1);
  });

  it("can be tried, in the language of the device, and say what came of it", async () => {
    const { endpoint } = await switchOn(operator);
    expect(await operator.devices.test()).toEqual({ outcome: "delivered", detail: null });
    expect(push.received[0]?.message).toMatchObject({ title: "Parola reaches this device", path: "/w/acme/settings/profile" });
    outside.answer(endpoint, { status: 500 }, 1);
    expect(await operator.devices.test()).toEqual({ outcome: "later", detail: "the push service answered 500" });
    push.end(endpoint);
    expect(await operator.devices.test()).toEqual({ outcome: "gone", detail: null });
    await expect(operator.devices.test()).rejects.toMatchObject({ code: "not_found" });
  });

  it.each(["https://127.0.0.1/push", "https://10.0.0.1/push", "https://[::1]/push", "https://localhost/push", "https://169.254.169.254/x"])(
    "are never sent to %s",
    async (endpoint) => {
      const { applicationServerKey } = await operator.devices.list();
      await operator.devices.save({ ...push.subscribe(applicationServerKey), endpoint });
      const before = outside.answered.length;
      expect(await operator.devices.test()).toMatchObject({ outcome: "refused", detail: expect.stringContaining("private address") });
      await open("Inside");
      expect(await run()).toBeNull();
      expect(outside.answered).toHaveLength(before);
    },
  );

  it("need an address and keys that a browser may have", async () => {
    const { endpoint, keys } = push.subscribe("");
    const wrong: Parameters<TestClient["devices"]["save"]>[0][] = [
      ...["http://push.example.com/x", "ftp://push.example.com", "javascript:alert(1)", "push", `${PUSH}/${"x".repeat(2000)}`].map(
        (endpoint) => ({
          endpoint,
          keys,
        }),
      ),
      { endpoint, keys: { ...keys, auth: "short" } },
      { endpoint, keys: { ...keys, p256dh: keys.p256dh.slice(1) } },
      // Of the right length, but no point of the curve.
      { endpoint, keys: { ...keys, p256dh: Buffer.alloc(65, 4).toString("base64url") } },
    ];
    for (const subscription of wrong) await expect(operator.devices.save(subscription)).rejects.toMatchObject({ code: "invalid_input" });
    expect((await operator.devices.list()).items).toEqual([]);
  });

  it(`are on ${MAX_DEVICES} devices at most`, async () => {
    const { pool } = app.context;
    await switchOn(operator);
    // Sessions of the same person, each with a device.
    await pool.query(
      `WITH other AS (INSERT INTO session (id, token, user_id, expires_at) SELECT gen_random_uuid(), gen_random_uuid()::text, u.id, now() + interval '1 day'
         FROM app_user u, generate_series(2, $2) WHERE u.email = $1 RETURNING id)
       INSERT INTO device (id, session_id, endpoint_hash, subscription, user_agent, created_at)
       SELECT gen_random_uuid(), id, uuid_send(id), '', '', now() FROM other`,
      [OPERATOR, MAX_DEVICES],
    );
    const late = await signIn();
    await expect(switchOn(late)).rejects.toMatchObject({ code: "conflict" });
    // A browser that is among them already may change its address.
    await switchOn(operator);
    const { items } = await late.devices.list();
    expect(items).toHaveLength(MAX_DEVICES);
    await late.devices.remove({ id: items[0]?.id as string });
    await switchOn(late);
    await pool.query("DELETE FROM device");
  });

  it("begin anew when the secret key is lost", async () => {
    await switchOn(operator);
    const { applicationServerKey } = await operator.devices.list();
    const { pool, secrets } = app.context;
    await takeKeyForDatabase(pool, createSecretBox(Buffer.alloc(32, 9)));
    await takeKeyForDatabase(pool, secrets);
    const after = await operator.devices.list();
    expect(after.items).toEqual([]);
    expect(after.applicationServerKey).not.toBe(applicationServerKey);
    await switchOn(operator);
    expect(await operator.devices.test()).toMatchObject({ outcome: "delivered" });
  });
});
