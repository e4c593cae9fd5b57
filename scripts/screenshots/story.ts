/** The first two minutes as a moving picture: the same way that `e2e/two-minutes.spec.ts` tests. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { startProduct } from "../../e2e/product.ts";
import { animated, asWebp, type Frame } from "./webp.ts";

const SIZE = { width: 1280, height: 800 };
const SHOWN = { width: 960, height: 600 };

export async function tellStory(browser: Browser, folder: string): Promise<void> {
  const product = await startProduct();
  try {
    const context = await browser.newContext({
      baseURL: product.url,
      viewport: SIZE,
      colorScheme: "light",
      locale: "en-GB",
      timezoneId: "Europe/Rome",
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const encoder = await context.newPage();
    await page.bringToFront();
    await page.addInitScript(() => localStorage.setItem("parola.language", "en"));
    const frames: Frame[] = [];
    const show = async (shown: number) => {
      await page.waitForTimeout(500);
      frames.push({ webp: await asWebp(encoder, await page.screenshot(), SHOWN.width), shown });
    };
    await page.goto("/");
    await page.getByLabel("Your name").fill("Anna Bianchi");
    await page.getByLabel("E-mail address").fill("anna@example.com");
    await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await page.getByLabel("Name of your business").fill("Bianchi Fiori");
    await show(2000);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("heading", { name: "New automation" }).waitFor();
    const entry = page.getByRole("button", { name: /welcome.+steps/is }).first();
    await entry.waitFor();
    await show(1800);
    await entry.click();
    await page.getByRole("button", { name: "Use this automation" }).waitFor();
    await show(2200);
    await page.getByRole("button", { name: "Use this automation" }).click();
    const phone = page.getByRole("complementary", { name: "A customer's phone" });
    await phone.waitFor();
    await show(1800);
    await page.getByRole("button", { name: "Publish" }).first().click();
    await page.getByRole("dialog").waitFor();
    await show(1800);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /publish/i })
      .last()
      .click();
    await page.getByText("Active · v1").waitFor();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await phone.getByRole("textbox", { name: "Message" }).fill("hello");
    await show(1500);
    await phone.getByRole("button", { name: "Send" }).click();
    await phone.locator("[data-side=in]").first().waitFor();
    await show(3000);
    await page.getByText("Live", { exact: true }).first().click();
    await page.waitForTimeout(1500);
    await show(3500);
    await writeFile(join(folder, "two-minutes.webp"), animated(frames, SHOWN.width, SHOWN.height));
    console.log("docs/screenshots/two-minutes.webp");
  } finally {
    await product.stop();
  }
}
