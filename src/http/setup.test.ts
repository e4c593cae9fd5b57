import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, joinAs, OWNER, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

describe("the first start", () => {
  let app: TestApp;
  let owner: TestClient;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it("asks for an owner, and refuses everyone else", async () => {
    expect(await app.client().setup.status({})).toMatchObject({ needsOwner: true, signedIn: false });
    await expect(app.client().contacts.list({})).rejects.toMatchObject({ code: "unauthenticated", status: 401 });
  });

  it("makes owner, workspace and sandbox number, and signs in", async () => {
    const made = await setUpOwner(app);
    owner = made.client;
    expect(await owner.setup.status({})).toMatchObject({ needsOwner: false, signedIn: true });
    const me = await owner.account.me({});
    expect(me.user).toMatchObject({ email: OWNER.email, name: OWNER.name });
    expect(me.active).toMatchObject({ role: "owner", workspace: { id: made.workspaceId, name: "Acme", slug: "acme" } });
    expect(await owner.channels.list({})).toMatchObject({ items: [{ id: made.channelId, kind: "sandbox", status: "active" }] });
    expect((await owner.workspaces.get({})).settings).toMatchObject({ timeZone: "Europe/Rome", defaultCountry: "IT", workingHours: null });
  });

  it("happens once", async () => {
    await expect(app.client().setup.createOwner({ ...OWNER, email: "other@example.com" })).rejects.toMatchObject({
      code: "already_set_up",
    });
  });

  it("lets nobody make an account by better-auth's own address", async () => {
    const answer = await app.server.inject({
      method: "POST",
      url: "/api/auth/sign-up/email",
      payload: { name: "x", email: "x@example.com", password: "correct horse battery" },
    });
    expect(answer.statusCode).toBe(404);
  });

  it("lets people join by a link, once", async () => {
    const { url } = await owner.members.invite({ role: "chat_manager" });
    const token = url.split("/").at(-1) as string;
    expect(await app.client().members.viewInvitation({ token })).toMatchObject({ workspaceName: "Acme", role: "chat_manager" });
    const client = app.client();
    await client.members.acceptInvitation({ token, name: "Mara", email: "mara@example.com", password: "correct horse battery" });
    expect((await client.account.me({})).active).toMatchObject({ role: "chat_manager" });
    await expect(
      app.client().members.acceptInvitation({ token, name: "M", email: "m@example.com", password: "correct horse battery" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("shows the link that makes an owner to owners alone", async () => {
    const administrator = await joinAs(app, owner, "administrator");
    const { id, url } = await owner.members.invite({ role: "owner" });
    expect((await owner.members.invitations({})).items).toMatchObject([{ id, url }]);
    expect((await administrator.members.invitations({})).items).toEqual([]);
    await expect(administrator.members.revokeInvitation({ id })).rejects.toMatchObject({ code: "not_found" });
    await owner.members.revokeInvitation({ id });
  });

  it("keeps the last owner", async () => {
    const { items } = await owner.members.list({});
    const self = items.find(({ role }) => role === "owner");
    await expect(owner.members.update({ id: self?.id ?? "", role: "developer" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("gives each role its own rights", async () => {
    const developer = await joinAs(app, owner, "developer");
    await expect(developer.contacts.list({})).rejects.toMatchObject({ code: "forbidden", data: { permission: "contacts:read" } });
    await expect(developer.automations.list({})).resolves.toEqual({ items: [] });
  });

  // A browser that signed in at a proxy of ours sends its `Basic` to us with everything, whatever page asks.
  it.each([{}, { authorization: "Basic cHJveHk6cHJveHk=" }])("refuses a session's changes from another site, with %j", async (more) => {
    const answer = await app.server.inject({
      method: "POST",
      url: "/api/v1/tags",
      headers: { cookie: owner.cookie.value, origin: "https://evil.example", host: "parola.test", ...more },
      payload: { name: "stolen" },
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: "cross_origin" });
  });
});
