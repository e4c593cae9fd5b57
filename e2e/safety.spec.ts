import { createHmac } from "node:crypto";
import type { Workspace } from "./fixtures.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

test.describe.configure({ timeout: 240_000 });

const APP_SECRET = "secret of the app";

/** A number at Meta, whose news come by signed webhook. */
async function connect({ api }: Workspace) {
  // Unlike those of the other tests: news of templates name only the account.
  const phoneNumberId = String(Date.now());
  const wabaId = phoneNumberId;
  const { id, webhookUrl } = await api.channels.create({
    name: "Shop",
    phoneNumberId,
    wabaId,
    accessToken: "token",
    appSecret: APP_SECRET,
  });
  const tell = async (field: string, value: object) => {
    const body = JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: wabaId, time: 1, changes: [{ field, value }] }] });
    const signature = `sha256=${createHmac("sha256", APP_SECRET).update(body).digest("hex")}`;
    const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
    expect((await fetch(webhookUrl, { method: "POST", headers, body })).status).toBe(200);
  };
  return { id, tell };
}

async function template({ api }: Workspace, channelId: string, tell: (field: string, value: object) => Promise<void>) {
  await api.templates.create({
    name: "spring_sale",
    category: "marketing",
    language: "en",
    channelId,
    definition: { body: "Spring is here at last.", examples: {}, buttons: [] },
  });
  const news = (event: string, more: object = {}) =>
    tell("message_template_status_update", {
      event,
      message_template_id: 77,
      message_template_name: "spring_sale",
      message_template_language: "en",
      ...more,
    });
  await news("APPROVED");
  await expect.poll(async () => (await api.templates.list({})).items[0]?.versions[0]?.status).toBe("approved");
  return news;
}

test("when a number's quality is low its marketing waits, everyone sees why, and a person lets it go on", async ({ page, workspace }) => {
  const { api } = workspace;
  const { id, tell } = await connect(workspace);
  await template(workspace, id, tell);
  await tell("phone_number_quality_update", { display_phone_number: "390600000000", event: "FLAGGED" });
  await expect.poll(async () => (await api.channels.get({ id })).marketingPausedAt).not.toBeNull();
  const contact = await api.contacts.upsert({ phone: "+393330001000", firstName: "Marco" });
  const campaign = await api.campaigns.create({
    name: "Spring",
    channelId: id,
    audience: { contacts: [contact.id] },
    templates: [{ template: "spring_sale" }],
  });
  await api.campaigns.start({ id: campaign.id });
  await page.goto(workspace.path(`campaigns/${campaign.id}`));
  await expect(page.getByText("It waits: the quality of its number is low")).toBeVisible();
  await expectAccessible(page);
  await page.goto(workspace.path(`settings/channels/${id}`));
  await expect(page.getByText("Marketing over this number is paused")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Let marketing go on now" }).click();
  await expect(page.getByText("Marketing over this number is paused")).toBeHidden();
  await page.goto(workspace.path(`campaigns/${campaign.id}`));
  await expect.poll(async () => (await api.campaigns.get({ id: campaign.id })).progress.handled).toBe(1);
  await expect(page.getByText("It waits:")).toBeHidden();
});

test("a template that Meta pauses is marked where it is used, and its page says why and leads there", async ({ page, workspace }) => {
  const { api } = workspace;
  const { id, tell } = await connect(workspace);
  const news = await template(workspace, id, tell);
  const automation = await api.automations.create({
    draft: {
      name: "Offers",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["offers"] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "template", template: "spring_sale" } }],
    },
  });
  await api.automations.publish({ id: automation.id });
  await api.automations.activate({ id: automation.id });
  await page.goto(workspace.path("automations"));
  await expect(page.getByRole("link", { name: "Offers" })).toBeVisible();
  await news("PAUSED", { other_info: { title: "FIRST_PAUSE", description: "People reported it" } });
  await expect(page.getByText("template stopped", { exact: true })).toBeVisible();
  await expectAccessible(page);
  const [row] = (await api.templates.list({})).items;
  await page.goto(workspace.path(`templates/${row?.id}`));
  await expect(page.getByText("Paused by Meta")).toBeVisible();
  await expect(page.getByText("People reported it")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Offers sends it" }).click();
  await expect(page).toHaveURL(new RegExp(`/automations/${automation.id}`));
});

test("an estimate tells the number's limit and how many days all of the audience take", async ({ page, workspace }) => {
  const { api } = workspace;
  const { id, tell } = await connect(workspace);
  await template(workspace, id, tell);
  await tell("phone_number_quality_update", {
    display_phone_number: "390600000000",
    event: "ONBOARDING",
    max_daily_conversations_per_business: "TIER_50",
  });
  await expect.poll(async () => (await api.channels.get({ id })).messagingLimit).toBe("50");
  const list = await api.lists.create({ name: "Newsletter" });
  const people = Array.from({ length: 100 }, (_, index) => ({ phone: `+39333000${String(1000 + index)}`, addToLists: [list.name] }));
  await api.contacts.bulkUpsert({ contacts: people });
  const campaign = await api.campaigns.create({
    name: "Spring",
    channelId: id,
    audience: { lists: [list.id] },
    templates: [{ template: "spring_sale" }],
  });
  await page.goto(workspace.path(`campaigns/${campaign.id}`));
  const reach = page.getByRole("region", { name: "Reach now" });
  await expect(reach).toContainText("People in 24 hours at most");
  // 45 of 50 a day: today, tomorrow, and the last ten the day after.
  await expect(reach).toContainText("within about 2 days more");
  await expectAccessible(page);
});

test("in quiet hours a campaign and an automation's marketing wait, and say so where one looks for them", async ({ page, workspace }) => {
  const { api } = workspace;
  // The whole day is quiet.
  await api.workspaces.update({ settings: { quietHours: { from: "00:00", to: "00:00" } } });
  const [sandbox] = (await api.channels.list()).items;
  const { id } = await api.templates.create({
    name: "spring_sale",
    category: "marketing",
    language: "en",
    channelId: sandbox?.id ?? null,
    definition: { body: "Spring is here at last.", examples: {}, buttons: [] },
  });
  await api.templates.submit({ id });
  const contact = await api.contacts.upsert({ phone: "+447700900444", firstName: "Nina" });
  const campaign = await api.campaigns.create({
    name: "Spring",
    audience: { contacts: [contact.id] },
    templates: [{ template: "spring_sale" }],
  });
  await api.campaigns.start({ id: campaign.id });
  await page.goto(workspace.path(`campaigns/${campaign.id}`));
  await expect(page.getByText(/^Whose quiet hours it is gets it when they end, the first on /)).toBeVisible();
  await expectAccessible(page);
  const automation = await api.automations.create({
    draft: {
      name: "Offers",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["offers"] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "template", template: "spring_sale" } }],
    },
  });
  await api.automations.publish({ id: automation.id });
  await api.automations.activate({ id: automation.id });
  await api.automations.start({ id: automation.id, contactIds: [contact.id] });
  await page.goto(workspace.path(`contacts/${contact.id}`));
  await page.getByRole("button", { name: "Open chat" }).click();
  const messages = page.getByRole("log", { name: "Messages" });
  await expect(messages.getByText("Spring is here at last.")).toBeVisible();
  await expect(messages.getByText("Waits until the quiet hours of this contact end")).toBeVisible();
  await expectAccessible(page);
});

test("a workspace limits the marketing that a contact gets", async ({ page, workspace }) => {
  await page.goto(workspace.path("settings/workspace"));
  await page.getByRole("switch", { name: "Limit marketing per contact" }).check({ force: true });
  await page.getByRole("textbox", { name: "Messages at most" }).fill("3");
  await page.getByRole("textbox", { name: "In so many days" }).fill("10");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await workspace.api.workspaces.get()).settings.marketingCap).toEqual({ messages: 3, days: 10 });
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Messages at most" })).toHaveValue("3");
});

test("a number warms up, and its page says how far it is", async ({ page, workspace }) => {
  const [sandbox] = (await workspace.api.channels.list()).items;
  await page.goto(workspace.path(`settings/channels/${sandbox?.id}`));
  await page.getByRole("switch", { name: "Warm this number up" }).click({ force: true });
  await expect(page.getByText("Campaigns may write to 50 people today.")).toBeVisible();
  await expectAccessible(page);
  expect((await workspace.api.channels.get({ id: sandbox?.id ?? "" })).warmUpAt).not.toBeNull();
  await page.getByRole("switch", { name: "Warm this number up" }).click({ force: true });
  await expect(page.getByText("Campaigns may write to 50 people today.")).toBeHidden();
});
