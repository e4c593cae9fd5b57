/** Many tabs of one browser: over HTTP/1.1 they share six connections. */
import type { Page } from "@playwright/test";
import { customerWrites } from "./customer.ts";
import { expect, test } from "./fixtures.ts";

const TABS = 8;

/** Playwright keeps every page visible; what the browser would say of a tab behind others is said here. */
async function show(page: Page, shown: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (hidden ? "hidden" : "visible") });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, !shown);
}

test("eight tabs are open and each is live when looked at; one that comes back shows what it missed", async ({ page, workspace }) => {
  test.slow();
  await customerWrites(workspace, "The first words");
  let last = page;
  for (let index = 0; index < TABS; index++) {
    if (index > 0) await show(last, false);
    const tab = index === 0 ? page : await page.context().newPage();
    const stream = tab.waitForResponse((response) => response.url().includes("/api/v1/events"));
    await tab.goto(workspace.path("chat"));
    expect((await stream).status()).toBe(200);
    await expect(tab.getByText("The first words")).toBeVisible();
    last = tab;
  }
  await customerWrites(workspace, "Words that nobody saw yet");
  await expect(last.getByText("Words that nobody saw yet")).toBeVisible();
  // Its stream is closed: it learns of nothing.
  await expect(page.getByText("The first words")).toBeVisible();
  await show(last, false);
  await show(page, true);
  await expect(page.getByText("Words that nobody saw yet")).toBeVisible();
  await customerWrites(workspace, "And live again");
  await expect(page.getByText("And live again")).toBeVisible();
});
