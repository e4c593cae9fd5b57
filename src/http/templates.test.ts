import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveTemplateVersion } from "../store/templates.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

describe("templates", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId } = await setUpOwner(app));
  });
  afterAll(() => app.close());

  const draft = (name: string) =>
    owner.templates.create({
      name,
      category: "utility",
      language: "en",
      definition: { body: "Hello {{first_name}}, there is news.", examples: { first_name: "Anna" }, buttons: [] },
    });

  it("as a draft change name and category, in all their texts and in the automations that send them", async () => {
    const { id } = await draft("frist_try");
    const automation = await owner.automations.create({
      draft: {
        name: "Sends it",
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["news"] }, next: "s1" }],
        steps: [{ id: "s1", type: "send_message", config: { kind: "template", template: "frist_try" }, exits: {} }],
      },
    });
    const changed = await owner.templates.update({ id, name: "first_try", category: "marketing" });
    expect(changed).toMatchObject({ name: "first_try", category: "marketing" });
    expect(changed.versions[0]?.definition).toMatchObject({ name: "first_try", category: "marketing" });
    const { draft: document } = await owner.automations.get({ id: automation.id });
    expect(document.steps[0]?.config).toMatchObject({ template: "first_try" });
  });

  it("keep both once Meta knows them, also while an edited text waits to be submitted again", async () => {
    const { id, name, category } = await draft("known_there");
    const submitted = {
      definition: { body: "Hi", examples: {}, buttons: [], name, category, language: "en" },
      status: "draft",
      providerId: "123",
      now: 0,
    };
    await saveTemplateVersion(app.context.db, workspaceId, id, submitted);
    const refused = { code: "conflict", status: 409, message: expect.stringContaining("duplicate it") };
    await expect(owner.templates.update({ id, name: "other_name" })).rejects.toMatchObject(refused);
    await expect(owner.templates.update({ id, category: "marketing" })).rejects.toMatchObject(refused);
    expect(await owner.templates.update({ id, name, category })).toMatchObject({ name, category });
  });

  it("take no name of another, none that WhatsApp would refuse, and no change by who may only read", async () => {
    await draft("taken_name");
    const { id } = await draft("free_name");
    await expect(owner.templates.update({ id, name: "taken_name" })).rejects.toMatchObject({ code: "name_taken" });
    await expect(owner.templates.update({ id, name: "Not So" })).rejects.toMatchObject({ code: "invalid_input" });
    const manager = await joinAs(app, owner, "chat_manager");
    await expect(manager.templates.update({ id, name: "mine_now" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
