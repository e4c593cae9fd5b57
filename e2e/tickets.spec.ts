import { expect, expectAccessible, test } from "./fixtures.ts";

test("a ticket is opened, moved on the board, noted and closed", async ({ page, workspace }) => {
  await workspace.api.contacts.upsert({ phone: "+393332221110", firstName: "Elena" });
  await page.goto(workspace.path("tickets"));
  await expect(page.getByText("No open tickets")).toBeVisible();
  await page.getByRole("button", { name: "New ticket" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Contact" }).click();
  await page.getByRole("option", { name: /Elena/ }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Title" }).fill("Vase arrived broken");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("textbox", { name: "Note" }).fill("Sent a new one");
  await drawer.getByRole("button", { name: "Add note" }).click();
  await expect(drawer.getByText("Sent a new one")).toBeVisible();
  await drawer.getByRole("combobox", { name: /^Status of/ }).selectOption("resolved");
  await expect(drawer.getByText("Status: Resolved")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByText("No open tickets")).toBeVisible();
  await page.getByLabel("Board").click();
  await expect(page.getByRole("region", { name: "Resolved" }).getByText("Vase arrived broken")).toBeVisible();
  await expectAccessible(page);
});
