/** Every page in the dark, in Italian and on a telephone: no fault of accessibility, nothing wider than the screen. */
import type { Page } from "@playwright/test";
import { answering, customerWrites } from "./customer.ts";
import { expect, expectAccessible, faultsOf, test, type Workspace } from "./fixtures.ts";

/**
 * What stands on the canvas shrinks with it. Whoever cannot hit the end of an arrow or a number there has the same in the panel of the
 * step, at full size, which is the way on a telephone (WCAG 2.5.8, equivalent).
 */
const ON_CANVAS = [".react-flow__handle", ".react-flow__node button"];

/** Dozens of pages in one go, each looked at in full. */
test.describe.configure({ timeout: 900_000 });

/** A workspace in which no page is empty, and the address of every page of it. */
async function furnish({ api }: Workspace, chats: { chatId: string; automationId: string }): Promise<string[]> {
  const { chatId, automationId } = chats;
  const contactId = (await api.chats.get({ id: chatId })).contact.id;
  await api.tags.create({ name: "VIP", colour: "#9a5b00", category: "Value" });
  const list = await api.lists.create({ name: "Newsletter", description: "Monthly news" });
  await api.fields.create({ code: "CITY", label: "City", type: "text" });
  await api.cannedReplies.create({ shortcut: "hours", text: "We are open until 19." });
  await api.contacts.update({ id: contactId, addTags: ["VIP"], addToLists: ["Newsletter"] });
  const channelId = (await api.channels.list()).items[0]?.id ?? null;
  const template = await api.templates.create({
    name: "spring_sale",
    category: "marketing",
    language: "en",
    channelId,
    definition: { body: "Good news {{first_name}}, spring is here.", examples: { first_name: "Anna" }, buttons: [] },
  });
  await api.templates.submit({ id: template.id });
  const campaign = await api.campaigns.create({
    name: "Spring",
    audience: { lists: [list.id] },
    templates: [{ template: "spring_sale", variables: { first_name: "{{ contact.first_name }}" } }],
  });
  const ticket = await api.tickets.create({ contactId, title: "Vase arrived broken", priority: "high" });
  const agent = await api.agents.create({ name: "Fiorella" });
  await api.agents.addText({ id: agent.id, title: "Delivery", text: "Every day but Sunday." });
  await api.agents.addCase({ id: agent.id, question: "Do you deliver?", contains: ["Sunday"] });
  await api.voiceAgents.create({ name: "Eva", script: { greeting: "Hello {{ contact.first_name }}.", goodbye: "Bye." } });
  await api.connections.create({ name: "Till", kind: "http", settings: { scheme: "bearer" }, secrets: { secret: "key" } });
  const webhook = await api.eventWebhooks.create({ name: "Website", url: "http://127.0.0.1:9/events", types: ["message.received"] });
  await api.apiKeys.create({ name: "Shop", scopes: ["contacts:read"] });
  await api.members.invite({ email: "marta@example.com", role: "chat_operator" });
  const settings = ["workspace", "hours", "channels", "channels/new", "members", "tags", "lists", "fields", "tickets", "voice"];
  settings.push("canned", "keys", "audit", "profile");
  const tabs = ["instructions", "knowledge", "tools", "limits", "playground", "evaluation", "answers"];
  return [
    ...["automations", "automations/gallery", `automations/${automationId}`, `automations/${automationId}?mode=live`],
    ...[`automations/${automationId}?mode=test`, `automations/${automationId}?mode=versions`],
    ...["chat", `chat/${chatId}`, "chat?search=hello", "contacts", `contacts/${contactId}`, "contacts/import"],
    ...["campaigns", "campaigns?view=calendar", `campaigns/${campaign.id}`, "campaigns/new"],
    ...["templates", `templates/${template.id}`, "tickets", "tickets?view=board", "tickets?view=statistics", `tickets?ticket=${ticket.id}`],
    ...["agents", ...tabs.map((tab) => `agents/${agent.id}?tab=${tab}`)],
    ...["integrations", "integrations?connect=paypal", "integrations?tab=incoming", "integrations?tab=webhooks"],
    ...[`integrations?tab=webhooks&webhook=${webhook.id}`, "integrations?tab=calls", "reports"],
    ...settings.map((section) => `settings/${section}`),
  ];
}

async function lookAt(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("navigation").or(page.getByRole("dialog")).or(page.getByRole("complementary")).first()).toBeVisible();
  await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).toHaveCount(0);
}

test("every page in the dark", async ({ page, workspace }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.addInitScript(() => localStorage.setItem("parola.language", "it"));
  const automationId = await answering(workspace);
  const chatId = await customerWrites(workspace, "hello");
  const faults: string[] = [];
  for (const path of await furnish(workspace, { chatId, automationId })) {
    await lookAt(page, workspace.path(path));
    faults.push(...(await faultsOf(page, ON_CANVAS)).map((fault) => `${path}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

test("every page on a telephone", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const automationId = await answering(workspace);
  const chatId = await customerWrites(workspace, "hello");
  const faults: string[] = [];
  for (const path of await furnish(workspace, { chatId, automationId })) {
    await lookAt(page, workspace.path(path));
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 390) faults.push(`${path}: ${width} pixels wide`);
    faults.push(...(await faultsOf(page, ON_CANVAS)).map((fault) => `${path}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

test("the doors: signing in, the second factor, an invitation", async ({ browser, product, workspace }) => {
  const { url } = await workspace.api.members.invite({ email: null, role: "developer" });
  for (const colorScheme of ["light", "dark"] as const) {
    const stranger = await browser.newContext({ baseURL: product.url, colorScheme, viewport: { width: 390, height: 844 } });
    const page = await stranger.newPage();
    for (const address of ["/sign-in", "/two-factor", new URL(url).pathname]) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
    await stranger.close();
  }
});

test("on a telephone the numbers of the live view stand below the canvas, and the way back stays in reach", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const automationId = await answering(workspace);
  await page.goto(workspace.path(`automations/${automationId}?mode=live`));
  await expect(page.getByRole("complementary", { name: "Live" })).toBeVisible();
  await expect(page.locator(".react-flow__node").first()).toBeInViewport();
  await page.getByText("Edit", { exact: true }).click();
  await expect(page.getByRole("complementary", { name: "Live" })).toHaveCount(0);
});
