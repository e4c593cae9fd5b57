import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMailer, type Mailer } from "../connectors/mail/mailer.ts";
import { type FakeSmtp, startFakeSmtp } from "../sandbox/mail/fake-smtp.ts";
import { createNoticesLoop } from "../worker/notices-loop.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

describe("e-mails about tickets", () => {
  let app: TestApp;
  let owner: TestClient;
  let operator: TestClient;
  let smtp: FakeSmtp;
  let mailer: Mailer;
  let contactId: string;
  const OPERATOR = "chat_operator@example.com";
  beforeAll(async () => {
    smtp = await startFakeSmtp();
    mailer = createMailer(`${smtp.url}?from=parola@example.com`);
    app = await createTestApp();
    ({ client: owner } = await setUpOwner(app));
    operator = await joinAs(app, owner, "chat_operator");
    await joinAs(app, owner, "developer");
    ({ id: contactId } = await owner.contacts.upsert({ phone: "+393330000001", firstName: "Elena", lastName: "Villa" }));
  });
  beforeEach(async () => {
    await run();
    smtp.mails.length = 0;
  });
  afterAll(async () => {
    await mailer.close();
    await smtp.close();
    await app.close();
  });

  async function run(given: Mailer | undefined = mailer) {
    const { pool, clock, secrets, http } = app.context;
    const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const loop = createNoticesLoop({ pool, clock, secrets, http, logger, mailer: given, publicUrl: "https://parola.example.com" });
    while ((await loop.runOnce()) > 0);
    return await loop.nextDueAt();
  }
  const open = (title: string, to?: string) => owner.tickets.create({ contactId, title, ...(to && { owner: to }) });
  const told = () => smtp.mails.map(({ to }) => to[0]);

  it("tell whoever a ticket is given to, in their language, with the way there", async () => {
    const ticket = await open("Vaso rotto", OPERATOR);
    await run();
    expect(told()).toEqual([OPERATOR]);
    const raw = smtp.mails[0]?.raw ?? "";
    expect(smtp.mails[0]?.from).toBe("parola@example.com");
    expect(raw).toContain(`Subject: Ticket per te: Vaso rotto (${ticket.reference})`);
    expect(raw).toContain("Contatto: Elena Villa");
    expect(raw).toContain(`/tickets?ticket=${ticket.id}`);
  });

  it("tell of changes by others, once for changes in a row, and nobody of their own", async () => {
    const { id } = await open("Quote", OPERATOR);
    await run();
    smtp.mails.length = 0;
    await owner.tickets.update({ id, priority: "high" });
    await owner.tickets.update({ id, status: "in_progress" });
    await owner.contacts.update({ id: contactId, addOperators: [OPERATOR] });
    await operator.tickets.update({ id, title: "A quote" });
    await run();
    expect(told()).toEqual([OPERATOR]);
    expect(smtp.mails[0]?.raw).toContain("Stato: in_progress");
  });

  it("go to nobody who has switched them off, and of new tickets to those who asked", async () => {
    await operator.account.update({ settings: { noticeTicketAssigned: false } });
    await open("Silent", OPERATOR);
    await open("Nobody's");
    await run();
    expect(told()).toEqual([]);
    await operator.account.update({ settings: { noticeTicketAssigned: true, noticeTicketOpened: true } });
    await operator.tickets.create({ contactId, title: "By the operator" });
    await owner.account.update({ settings: { noticeTicketOpened: true } });
    await operator.tickets.create({ contactId, title: "For all" });
    await run();
    // Not its author, and not developers, who have no tickets.
    expect(told()).toEqual(["olivia@example.com"]);
  });

  it.each([
    ["noticeTicketAssigned", ["updated", "opened"]],
    ["noticeTicketUpdated", ["assigned", "opened"]],
    ["noticeTicketOpened", ["assigned", "updated"]],
  ])("are each a switch of their own: without %s come %j", async (name, wanted) => {
    const all = { noticeTicketAssigned: true, noticeTicketUpdated: true, noticeTicketOpened: true };
    await operator.account.update({ settings: { ...all, [name]: false } });
    await owner.account.update({ settings: { noticeTicketOpened: false } });
    const told: string[] = [];
    const tell = async (kind: string, act: () => Promise<unknown>) => {
      smtp.mails.length = 0;
      await act();
      await run();
      expect(smtp.mails.length).toBeLessThan(2);
      if (smtp.mails.length > 0) told.push(kind);
    };
    let id = "";
    await tell("assigned", async () => ({ id } = await open("Given", OPERATOR)));
    await tell("updated", () => owner.tickets.update({ id, status: "pending" }));
    await tell("opened", () => open("For whoever has time"));
    expect(told.sort()).toEqual([...wanted].sort());
    await operator.account.update({ settings: all });
  });

  it("are tried again while the mail server refuses, then given up", async () => {
    await open("Later", OPERATOR);
    smtp.refuse(1);
    const due = await run();
    expect(told()).toEqual([]);
    expect(due).toBe(app.clock.now() + 60_000);
    app.clock.advance(60_000);
    expect(await run()).toBeNull();
    expect(told()).toEqual([OPERATOR]);

    await open("Never", OPERATOR);
    smtp.refuse(100);
    for (let next = await run(); next !== null; next = await run()) app.clock.advance(next - app.clock.now());
    smtp.refuse(0);
    expect(told()).toEqual([OPERATOR]);
  });

  it("are dropped where there is no mail server", async () => {
    await open("Unheard", OPERATOR);
    const { pool, clock, secrets, http } = app.context;
    const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const loop = createNoticesLoop({ pool, clock, secrets, http, logger, publicUrl: "https://parola.example.com" });
    expect(await loop.runOnce()).toBe(1);
    expect(await run()).toBeNull();
    expect(told()).toEqual([]);
  });
});
