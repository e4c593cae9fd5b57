import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChannelEvent, TemplateStatusEvent } from "../connectors/whatsapp/channel-event.ts";
import { inTransaction } from "../store/db.ts";
import type { ClaimedChannelEvent } from "../store/receipts.ts";
import { stopTemplate } from "../store/stop-sending.ts";
import { applyChannelEvent } from "../worker/channel-events.ts";
import { createNoticesLoop } from "../worker/notices-loop.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

describe("Meta stops a template", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  let channelId: string;
  let templateId: string;
  let automationId: string;
  let mails: { to: string; subject: string; text: string }[] = [];
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId } = await setUpOwner(app));
    await joinAs(app, owner, "administrator");
    await joinAs(app, owner, "chat_manager");
    ({ id: channelId } = await owner.channels.createSandbox({}));
    ({ id: templateId } = await owner.templates.create({
      name: "welcome",
      category: "marketing",
      language: "en",
      definition: { body: "Hello", buttons: [], examples: {} },
    }));
    await approve();
    const draft = {
      name: "Greets",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["hi"] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "template", template: "welcome", language: "en" } }],
    };
    ({ id: automationId } = await owner.automations.create({ draft }));
    await owner.automations.publish({ id: automationId });
    await owner.automations.activate({ id: automationId });
  });
  beforeEach(async () => {
    await approve();
    await run();
    mails = [];
  });
  afterAll(() => app.close());

  const apply = (event: ChannelEvent) =>
    inTransaction(app.database.pool, ({ client }) =>
      applyChannelEvent(client, { workspaceId, channelId } as ClaimedChannelEvent, event, app.clock.now()),
    );
  const news = (event: string, more: Partial<TemplateStatusEvent> = {}) =>
    apply({ kind: "template_status", templateId: "1", name: "welcome", language: "en", event, ...more });
  const approve = () => news("reinstated");
  async function run() {
    const { pool, clock, secrets, http } = app.context;
    const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const mailer = { send: async (mail: (typeof mails)[number]) => void mails.push(mail) };
    const loop = createNoticesLoop({ pool, clock, secrets, http, logger, mailer, publicUrl: "https://parola.example.com" });
    while ((await loop.runOnce()) > 0);
  }
  const told = () => mails.map(({ to }) => to).sort();
  const stoppedOf = async () => (await owner.automations.list({})).items.find(({ id }) => id === automationId)?.stoppedTemplates;

  it("owners and administrators are told once, in their language, with Meta's words, what sends it and the way there; the list shows it until it is well", async () => {
    await news("paused", { reason: "first_pause", explanation: "Low quality" });
    await news("paused", { reason: "first_pause", explanation: "Low quality" });
    await run();
    expect(told()).toEqual(["administrator@example.com", "olivia@example.com"]);
    const mail = mails.find(({ to }) => to === "olivia@example.com");
    expect(mail?.subject).toBe("Meta ha fermato un template in uso: welcome");
    expect(mail?.text).toContain("welcome (en): in pausa — first_pause — Low quality");
    expect(mail?.text).toContain("- Greets");
    expect(mail?.text).toMatch(/https:\/\/parola\.example\.com\/w\/[^/]+\/automations\n/);
    expect(mail?.text).toContain(`/templates/${templateId}`);
    expect(await stoppedOf()).toEqual(["welcome"]);
    await news("reinstated");
    expect(await stoppedOf()).toEqual([]);
  });

  it("a campaign on its way counts, a draft does not", async () => {
    await owner.automations.deactivate({ id: automationId });
    const at = new Date(app.clock.now() + 86_400_000).toISOString();
    const campaign = await owner.campaigns.create({ name: "Spring", audience: {}, templates: [{ template: "welcome" }], schedule: { at } });
    await news("disabled");
    await run();
    expect(mails).toEqual([]);
    await approve();
    await owner.campaigns.start({ id: campaign.id });
    await news("disabled");
    await run();
    expect(mails[0]?.text).toContain("Queste campagne lo inviano, e ora non possono:\n- Spring");
    await owner.campaigns.cancel({ id: campaign.id });
    await approve();
    await owner.automations.activate({ id: automationId });
  });

  it("a refusal while sending tells too, whoever wants no such e-mails gets none", async () => {
    await owner.account.update({ settings: { noticeTrouble: false } });
    const stop = { workspaceId, template: "welcome", language: "en", reason: "template_paused", now: app.clock.now() };
    await inTransaction(app.database.pool, ({ client }) => stopTemplate(client, stop));
    await run();
    expect(told()).toEqual(["administrator@example.com"]);
  });

  it("nobody is told of a change that stops nothing", async () => {
    await news("flagged");
    await apply({ kind: "template_quality", templateId: "1", name: "welcome", language: "en", quality: "RED" });
    await run();
    expect(mails).toEqual([]);
  });
});
