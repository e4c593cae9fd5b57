/** The story of the first two minutes, from an empty data folder: account, gallery, canvas, phone, answer, path. */
import { expect, test } from "@playwright/test";
import { type RunningProduct, startProduct } from "./product.ts";

let product: RunningProduct;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(() => product?.stop());

test("a shop owner without a WhatsApp account sees an automation answer", async ({ page }) => {
  const began = Date.now();
  await page.addInitScript(() => localStorage.setItem("parola.language", "en"));

  await page.goto(product.url);
  await expect(page.getByRole("heading", { name: "Welcome to Parola" })).toBeVisible();
  await page.getByLabel("Your name").fill("Anna Bianchi");
  await page.getByLabel("E-mail address").fill("anna@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByLabel("Name of your business").fill("Bianchi Fiori");
  const zone = page.getByLabel("Time zone");
  await zone.focus();
  await zone.selectOption({ label: "Rome" });
  await expect(zone).toHaveValue("Europe/Rome");
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page.getByRole("heading", { name: "New automation" })).toBeVisible();
  await page
    .getByRole("button", { name: /welcome.+steps/is })
    .first()
    .click();
  await page.getByRole("button", { name: "Use this automation" }).click();

  // The canvas, and the phone beside it.
  await expect(page.locator(".react-flow__node").first()).toBeVisible();
  const phone = page.getByRole("complementary", { name: "A customer's phone" });
  await expect(phone).toBeVisible();

  await page.getByRole("button", { name: "Publish" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("button", { name: /publish/i })
    .last()
    .click();

  await phone.getByRole("textbox", { name: "Message" }).fill("hello");
  await phone.getByRole("button", { name: "Send" }).click();
  await expect(phone.getByText("hello", { exact: true })).toBeVisible();
  await expect(phone.locator("[data-side=in]").first()).toBeVisible();

  expect(Date.now() - began).toBeLessThan(120_000);
});
