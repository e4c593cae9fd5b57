/** Watching what runs: counts on the canvas, the people behind them, one person's way; versions and what publishing does. */
import { answering, customerWrites, MARCO } from "./customer.ts";
import { expect, expectAccessible, test, type Workspace } from "./fixtures.ts";

async function waiting({ api }: Workspace): Promise<string> {
  const { id } = await api.automations.create({
    draft: {
      name: "Patience",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["WAIT"] }, next: "s1" }],
      steps: [
        { id: "s1", type: "delay", config: { for: { days: 2 } }, exits: { next: "s2" } },
        { id: "s2", type: "send_message", config: { kind: "text", text: "Later" }, exits: {} },
      ],
    },
  });
  await api.automations.publish({ id });
  if ((await api.automations.get({ id })).state !== "active") await api.automations.activate({ id });
  return id;
}

test("a number on the canvas leads to the people, to one person's way, and to a list of them", async ({ page, workspace }) => {
  const id = await waiting(workspace);
  await customerWrites(workspace, "WAIT");
  await expect.poll(async () => (await workspace.api.automations.counts({ id })).active).toBe(1);
  await page.goto(workspace.path(`automations/${id}?mode=live`));
  const step = page.locator(".react-flow__node-step", { hasText: "2 days" });
  await step.getByRole("button", { name: /1 wait/i }).click();
  const panel = page.getByRole("complementary", { name: "Live" });
  await expect(panel.getByText(MARCO.name)).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Make a list" }).click();
  await page.getByRole("textbox", { name: "Name of the list" }).fill("Patient people");
  await page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () => (await workspace.api.lists.list()).items.map(({ name, contacts }) => [name, contacts]))
    .toEqual([["Patient people", 1]]);
  await panel.getByText(MARCO.name).click();
  await expect(panel.getByText("Waits, goes on in 2 days")).toBeVisible();
  await panel.getByRole("button", { name: "Skip the wait" }).click();
  await expect.poll(async () => (await workspace.api.runs.list({ automationId: id })).items[0]?.status).toBe("completed");
});

test("everybody inside is stopped at once, after saying how many", async ({ page, workspace }) => {
  const id = await waiting(workspace);
  await customerWrites(workspace, "WAIT");
  await customerWrites(workspace, "WAIT", { phone: "+447700900112", name: "Giulia" });
  await expect.poll(async () => (await workspace.api.automations.counts({ id })).active).toBe(2);
  await page.goto(workspace.path(`automations/${id}?mode=live`));
  await page.getByRole("button", { name: "Stop everybody inside" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop 2 contacts?" });
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect.poll(async () => (await workspace.api.automations.counts({ id })).active).toBe(0);
});

test("an automation is started by hand for people one names", async ({ page, workspace }) => {
  const id = await waiting(workspace);
  await workspace.api.contacts.upsert({ phone: "+447700900150", firstName: "Nora" });
  await page.goto(workspace.path("automations"));
  await page.getByRole("button", { name: "Actions of Patience" }).click();
  await page.getByRole("menuitem", { name: "Start by hand…" }).click();
  const dialog = page.getByRole("dialog", { name: "Start Patience by hand" });
  // Who is on the list can be chosen while the server still seeks.
  const answer = Promise.withResolvers<void>();
  await page.route(/\/contacts\?.*search=Nora/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  const sought = page.waitForRequest(/\/contacts\?.*search=Nora/);
  await dialog.getByRole("combobox", { name: "Contacts" }).fill("Nora");
  await sought;
  await page.getByRole("option", { name: /Nora/ }).click();
  answer.resolve();
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("1 contact, in about 1 min.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByText("Starting for 1 contact")).toBeVisible();
  await expect.poll(async () => (await workspace.api.automations.counts({ id })).active).toBe(1);
});

test("publishing says what changes and for whom; an old version comes back", async ({ page, workspace }) => {
  const id = await waiting(workspace);
  await customerWrites(workspace, "WAIT");
  await expect.poll(async () => (await workspace.api.automations.counts({ id })).active).toBe(1);
  await page.goto(workspace.path(`automations/${id}`));
  await page.locator(".react-flow__node-step", { hasText: "Later" }).click();
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Much later");
  await expect(page.getByRole("status").getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Publish changes" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Much later");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Publish version 2" }).click();
  await expect(page.getByText("Active · v2")).toBeVisible();
  await page.getByRole("button", { name: "More", exact: true }).first().click();
  await page.getByRole("menuitem", { name: "Versions" }).click();
  const panel = page.getByRole("complementary", { name: "Versions" });
  await panel.getByRole("button", { name: /^Version 1/ }).click();
  await panel.getByRole("combobox", { name: "Compared with" }).click();
  await page.getByRole("option", { name: "Version 2" }).click();
  await expect(panel.getByRole("deletion")).toHaveText("Much later");
  await expect(panel.getByRole("insertion")).toHaveText("Later");
  await expectAccessible(page);
  const texts = async () => (await workspace.api.automations.get({ id })).draft.steps.map(({ config }) => config["text"]);
  await page.getByRole("button", { name: "Make version 1 the draft" }).click();
  await expect.poll(texts).toEqual([undefined, "Later"]);
  // The draft that was there comes back like everything else.
  await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
  await expect.poll(texts).toEqual([undefined, "Much later"]);
});

test("a word in any message is found, and leads to the message", async ({ page, workspace }) => {
  await answering(workspace, { phrase: "TULIPS", answer: "White ones, fresh from this morning" });
  const chatId = await customerWrites(workspace, "tulips");
  await customerWrites(workspace, "Something else", { phone: "+447700900113", name: "Ada" });
  await expect.poll(async () => (await workspace.api.messages.search({ search: "fresh" })).items.length).toBe(1);
  await page.goto(workspace.path("chat"));
  await page.getByRole("searchbox", { name: "Search chats" }).fill("fresh");
  const found = page.getByRole("region", { name: "In messages" });
  await expect(found.locator("mark")).toHaveText("fresh");
  await expectAccessible(page);
  await found.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`chat/${chatId}`));
  await expect(page.getByRole("log", { name: "Messages" }).locator("[data-highlighted]")).toContainText("White ones");
});
