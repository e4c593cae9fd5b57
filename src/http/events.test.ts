import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newId } from "../store/id.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

interface Stream {
  next(): Promise<{ id?: string; data: Record<string, unknown> }>;
  close(): void;
}

describe("live events", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  let origin: string;
  const open: Stream[] = [];
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId } = await setUpOwner(app));
    origin = await app.server.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(async () => {
    for (const stream of open) stream.close();
    await app.close();
  });

  /** Reads server-sent events as a browser does. */
  async function listen(client: TestClient, headers: Record<string, string> = {}, query = ""): Promise<Stream> {
    const controller = new AbortController();
    const answer = await fetch(`${origin}/api/v1/events${query}`, {
      headers: { cookie: client.cookie.value, ...headers },
      signal: controller.signal,
    });
    expect(answer.headers.get("content-type"), answer.ok ? "" : await answer.text()).toContain("text/event-stream");
    const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const stream: Stream = {
      async next() {
        for (;;) {
          const end = text.indexOf("\n\n");
          if (end < 0) {
            const { value, done } = await reader.read();
            if (done) return { data: { ended: true } };
            text += value;
            continue;
          }
          const lines = text.slice(0, end).split("\n");
          text = text.slice(end + 2);
          const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
          const data = field("data");
          if (data !== undefined) return { data: JSON.parse(data), ...(field("id") !== undefined && { id: field("id") as string }) };
        }
      },
      close: () => controller.abort(),
    };
    open.push(stream);
    return stream;
  }
  /** Streams subscribe a moment after their headers were sent. */
  const subscribed = async (stream: Stream) => {
    const probe = newId();
    let seen = false;
    const reading = stream.next().then((event) => {
      seen = true;
      return event;
    });
    for (;;) {
      if (seen) break;
      app.context.live.publish({ w: workspaceId, t: "workspace.changed", id: probe });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reading;
    return probe;
  };

  it("reach those who look at the workspace, and nobody else", async () => {
    const stream = await listen(owner, { "last-event-id": "another-process.1" });
    expect((await stream.next()).data).toEqual({ type: "resync" });
    app.context.live.publish({ w: newId(), t: "chat.updated", id: "another workspace's" });
    app.context.live.publish({ w: workspaceId, t: "automation.changed", id: "mine" });
    expect((await stream.next()).data).toEqual({ type: "automation.changed", id: "mine" });
  });

  it("that were missed follow after a reconnect", async () => {
    const first = await listen(owner, { "last-event-id": "another-process.1" });
    await first.next();
    app.context.live.publish({ w: workspaceId, t: "automation.changed", id: "one" });
    const { id } = await first.next();
    first.close();
    app.context.live.publish({ w: workspaceId, t: "automation.changed", id: "two" });
    const second = await listen(owner, { "last-event-id": id as string });
    expect((await second.next()).data).toMatchObject({ id: "two" });
  });

  it("about contacts reach only those who may see them", async () => {
    const operator = await joinAs(app, owner, "chat_operator");
    const mine = await operator.contacts.upsert({ phone: "+393330000001" });
    const other = await owner.contacts.upsert({ phone: "+393330000002" });
    const stream = await listen(operator, { "last-event-id": "another-process.1" });
    await stream.next();
    app.context.live.publish({ w: workspaceId, t: "contact.updated", id: other.id, contactId: other.id });
    app.context.live.publish({ w: workspaceId, t: "contact.updated", id: mine.id, contactId: mine.id });
    expect((await stream.next()).data).toMatchObject({ id: mine.id });
  });

  it("about tickets name the contact, by which they are held back", async () => {
    const contact = await owner.contacts.upsert({ phone: "+393330000003" });
    const listener = await app.context.pool.connect();
    const heard: { t: string; contactId?: string }[] = [];
    listener.on("notification", ({ payload }) => void heard.push(JSON.parse(payload as string)));
    await listener.query("LISTEN parola_live");
    const { id } = await owner.tickets.create({ contactId: contact.id, title: "Late" });
    await owner.tickets.update({ id, status: "resolved" });
    await owner.tickets.delete({ id });
    const notices = () => heard.filter(({ t }) => t === "ticket.changed");
    await vi.waitFor(() => expect(notices()).toHaveLength(3));
    expect(notices().map(({ contactId }) => contactId)).toEqual([contact.id, contact.id, contact.id]);
    listener.release(true);
  });

  it("end for who was removed from the workspace", async () => {
    const operator = await joinAs(app, owner, "chat_manager");
    const stream = await listen(operator, { "last-event-id": "another-process.1" });
    await stream.next();
    app.context.live.publish({ w: workspaceId, t: "automation.changed", id: "before" });
    expect((await stream.next()).data).toMatchObject({ id: "before" });
    await owner.members.remove({ id: (await operator.account.me({})).active?.memberId ?? "" });
    app.clock.advance(60_000);
    app.context.live.publish({ w: workspaceId, t: "automation.changed", id: "after" });
    expect((await stream.next()).data).toEqual({ ended: true });
  });

  it("come only of the types asked for", async () => {
    const stream = await listen(owner, { "last-event-id": "another-process.1" }, "?types[]=ticket.changed");
    await stream.next();
    app.context.live.publish({ w: workspaceId, t: "automation.changed", id: "no" });
    app.context.live.publish({ w: workspaceId, t: "ticket.changed", id: "yes" });
    expect((await stream.next()).data).toEqual({ type: "ticket.changed", id: "yes" });
  });

  it("need somebody signed in", async () => {
    expect((await fetch(`${origin}/api/v1/events`)).status).toBe(401);
  });

  it("follow a live connection that was just opened", async () => {
    expect(await subscribed(await listen(owner))).toBeDefined();
  });
});
