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
  await expect(drawer.getByText("Status: Open → Resolved")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByText("No open tickets")).toBeVisible();
  await page.getByLabel("Board").click();
  await expect(page.getByRole("region", { name: "Resolved" }).getByText("Vase arrived broken")).toBeVisible();
  await expectAccessible(page);
});

test("many tickets change at once; categories and own statuses are kept in the settings; the statistics count", async ({
  page,
  workspace,
}) => {
  const { id: contactId } = await workspace.api.contacts.upsert({ phone: "+393332221111", firstName: "Elena" });
  for (const title of ["Broken vase", "Late courier"]) await workspace.api.tickets.create({ contactId, title });
  await page.goto(workspace.path("settings/tickets"));
  await page.getByRole("button", { name: "New category" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Complaints");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "Complaints", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "New status" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("At the supplier");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "At the supplier", exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.goto(workspace.path("tickets"));
  await page.getByRole("checkbox", { name: "Select all" }).check();
  const bar = page.getByRole("toolbar", { name: "With the selected tickets" });
  await bar.getByRole("button", { name: "Category" }).click();
  await page.getByRole("menuitem", { name: "Complaints" }).click();
  await expect(page.getByText("2 tickets changed")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await bar.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitem", { name: "At the supplier" }).click();
  await expect
    .poll(async () => (await workspace.api.tickets.list({})).items.map(({ status, category }) => [status, category]))
    .toEqual([
      ["at_the_supplier", "Complaints"],
      ["at_the_supplier", "Complaints"],
    ]);
  await page.getByLabel("Statistics").click();
  await expect(page.getByRole("row", { name: /^Complaints 2 0 2/ })).toBeVisible();
  await expectAccessible(page);
});
