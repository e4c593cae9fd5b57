/** Every page in the dark, in Italian and on a telephone: no fault of accessibility, nothing wider than the screen. */
import { answering, customerWrites } from "./customer.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

/** Fifteen pages in one go, each looked at in full. */
test.describe.configure({ timeout: 300_000 });

test("every page in the dark", async ({ page, workspace }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.addInitScript(() => localStorage.setItem("parola.language", "it"));
  const automationId = await answering(workspace);
  const chatId = await customerWrites(workspace, "hello");
  const contactId = (await workspace.api.chats.get({ id: chatId })).contact.id;
  const paths = ["automations", "automations/gallery", `automations/${automationId}`, `automations/${automationId}?mode=live`];
  paths.push(`chat/${chatId}`, "contacts", `contacts/${contactId}`, "contacts/import", "templates", "tickets?view=board");
  paths.push("tickets?view=statistics", "reports", "settings/workspace", "settings/tickets", "settings/channels/new");
  for (const path of paths) {
    await page.goto(workspace.path(path));
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).toHaveCount(0);
    await expectAccessible(page);
  }
});

test("no page is wider than a telephone", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const automationId = await answering(workspace);
  const chatId = await customerWrites(workspace, "hello");
  const contactId = (await workspace.api.chats.get({ id: chatId })).contact.id;
  const paths = ["automations", "automations/gallery", `automations/${automationId}`, "chat", "contacts", `contacts/${contactId}`];
  paths.push("templates", "tickets", "reports", "settings/workspace", "settings/hours", "settings/tickets", "settings/members");
  for (const path of paths) {
    await page.goto(workspace.path(path));
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
  }
});
