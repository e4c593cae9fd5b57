import { answering, customerWrites } from "./customer.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

test("an empty workspace teaches, and the gallery shows what would be made before it is", async ({ page, workspace }) => {
  await page.goto(workspace.path("automations"));
  await expect(page.getByText("Your first automation is two minutes away")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Choose from the gallery" }).click();
  await expect(page.getByRole("heading", { name: "New automation" })).toBeVisible();
  await expectAccessible(page);
  const before = await workspace.api.tags.list();
  const { items } = await workspace.api.gallery.list({ language: "en" });
  expect(items.length).toBeGreaterThanOrEqual(10);
  await page.getByRole("button", { name: items[0]?.title ?? "" }).click();
  await expect(page.getByRole("dialog").getByRole("region", { name: "Steps of the automation" })).toBeVisible();
  await expectAccessible(page);
  expect(await workspace.api.tags.list()).toEqual(before);
  await page.getByRole("button", { name: "Use this automation" }).click();
  await expect(page).toHaveURL(/automations\/[0-9a-f-]{36}/);
});

test("a blank automation opens on the canvas", async ({ page, workspace }) => {
  await page.goto(workspace.path("automations/gallery"));
  await page.getByRole("button", { name: /^Blank/ }).click();
  await expect(page).toHaveURL(/automations\/[0-9a-f-]{36}/);
});

test("pausing asks nothing and can be undone; activating with people inside asks what happens to them", async ({ page, workspace }) => {
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Patience",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["WAIT"] }, next: "s1" }],
      steps: [
        { id: "s1", type: "delay", config: { for: { days: 2 } }, exits: { next: "s2" } },
        { id: "s2", type: "send_message", config: { kind: "text", text: "Later" }, exits: {} },
      ],
    },
  });
  await workspace.api.automations.publish({ id });
  if ((await workspace.api.automations.get({ id })).state !== "active") await workspace.api.automations.activate({ id });
  await customerWrites(workspace, "WAIT");
  await page.goto(workspace.path("automations"));
  const row = page.getByRole("row", { name: /Patience/ });
  await expect(row.getByRole("cell").nth(4)).toHaveText("1");
  await row.getByRole("button", { name: "Actions of Patience" }).click();
  await page.getByRole("menuitem", { name: "Pause" }).click();
  await expect(row.getByText("Paused")).toBeVisible();
  await row.getByRole("button", { name: "Actions of Patience" }).click();
  await page.getByRole("menuitem", { name: "Activate" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("1 contact is paused inside")).toBeVisible();
  await dialog.getByLabel("They end").check();
  await dialog.getByRole("button", { name: "Activate" }).click();
  await expect(row.getByText("Active")).toBeVisible();
  await expect(row.getByRole("cell").nth(4)).toHaveText("0");
});

test("a phrase that another automation has is refused with the name of the other", async ({ page, workspace }) => {
  const first = await answering(workspace, { name: "First", phrase: "PRICES" });
  await workspace.api.automations.deactivate({ id: first });
  await answering(workspace, { name: "Second", phrase: "prices" });
  await page.goto(workspace.path("automations"));
  await page.getByRole("button", { name: "Actions of First" }).click();
  await page.getByRole("menuitem", { name: "Activate" }).click();
  await expect(page.getByRole("dialog")).toContainText("already starts the active automation Second");
  await expect(page.getByRole("link", { name: "Open Second" })).toBeVisible();
});

test("automations are found, starred, moved to folders, duplicated and deleted", async ({ page, workspace }) => {
  await answering(workspace, { name: "Opening hours", phrase: "HOURS" });
  await answering(workspace, { name: "Prices", phrase: "PRICES" });
  await page.goto(workspace.path("automations"));
  await expect(page.getByRole("link", { name: "Opening hours" })).toBeVisible();
  await expectAccessible(page);

  await page
    .getByRole("row", { name: /Prices/ })
    .getByRole("button", { name: "Add to favourites" })
    .click();
  await page.getByRole("button", { name: "Favourites", exact: true }).click();
  await expect(page.getByRole("link", { name: "Opening hours" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Prices" })).toBeVisible();
  await page.getByRole("button", { name: "All", exact: true }).click();

  await page.getByRole("checkbox", { name: "Select Opening hours" }).check();
  await page.getByRole("checkbox", { name: "Select Prices" }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Move to folder" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Folder" }).fill("Information");
  await page.getByRole("dialog").getByRole("button", { name: "Move 2" }).click();
  await expect(page.getByRole("button", { name: "Information · 2" })).toBeVisible();

  await page.getByRole("textbox", { name: "Search automations" }).fill("open");
  await expect(page.getByRole("link", { name: "Prices" })).toHaveCount(0);
  await page.getByRole("button", { name: "Actions of Opening hours" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Opening hours summer");
  await page.getByRole("dialog").getByRole("button", { name: "Duplicate" }).click();
  await expect(page).toHaveURL(/automations\/[0-9a-f-]{36}/);

  await page.goto(workspace.path("automations"));
  await page.getByRole("button", { name: "Actions of Opening hours summer" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("link", { name: "Opening hours summer" })).toHaveCount(0);
});

test("a copy in another workspace brings what it names, and says so", async ({ page, workspace }) => {
  const { api } = workspace;
  await api.templates.create({ name: "order_ready", category: "utility", language: "en", definition: { body: "Your order is ready." } });
  await api.tags.create({ name: "Collects" });
  await api.automations.create({
    folder: "Orders",
    draft: {
      name: "Order ready",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["READY"] }, next: "s1" }],
      steps: [
        { id: "s1", type: "send_message", config: { kind: "template", template: "order_ready" }, exits: { next: "s2" } },
        { id: "s2", type: "add_tag", config: { tags: ["Collects"] }, exits: {} },
      ],
    },
  });
  await api.workspaces.create({ name: "Second shop", timeZone: "Europe/Rome", language: "en", country: "IT" });
  await page.goto(workspace.path("automations"));
  await page.getByRole("button", { name: "Actions of Order ready" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Order ready (copy)");
  await dialog.getByRole("combobox", { name: "Into workspace" }).click();
  await page.getByRole("option", { name: "Second shop" }).click();
  await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Order ready");
  await expect(dialog.getByRole("checkbox", { name: "Copy its message templates too" })).toBeChecked();
  await dialog.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByText("Made with it in Second shop: order_ready, Collects")).toBeVisible();
  await expect(page.locator(".react-flow__node-step", { hasText: "Collects" })).toBeVisible();
});

test("an exported automation can be imported again", async ({ page, workspace }) => {
  await answering(workspace, { name: "Traveller", phrase: "TRAVEL" });
  await page.goto(workspace.path("automations"));
  await page.getByRole("button", { name: "Actions of Traveller" }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as YAML" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/\.yaml$/);
  const content = (await (await file.createReadStream()).toArray()).join("").replace("Traveller", "Returned");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "returned.yaml", mimeType: "application/yaml", buffer: Buffer.from(content) });
  await expect(page).toHaveURL(/automations\/[0-9a-f-]{36}/);
  const { items } = await workspace.api.automations.list({});
  expect(items.map(({ name }) => name).sort()).toEqual(["Returned", "Traveller"]);
});

test("a file whose name is taken is imported beside the automation, or becomes its draft", async ({ page, workspace }) => {
  const id = await answering(workspace, { name: "Greeter", phrase: "HELLO", answer: "Welcome!" });
  const { content } = await workspace.api.automations.export({ id, format: "yaml" });
  await page.goto(workspace.path("automations"));
  const choose = async () => {
    const buffer = Buffer.from(content.replace("Welcome!", "Welcome back!"));
    await page.locator("input[type=file]").setInputFiles({ name: "greeter.yaml", mimeType: "application/yaml", buffer });
    return page.getByRole("dialog", { name: "There is an automation of this name" });
  };
  const dialog = await choose();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Import beside it" }).click();
  await expect(page.getByText("Greeter (2) imported")).toBeVisible();
  await page.goto(workspace.path("automations"));
  await (await choose()).getByRole("button", { name: "Replace its draft" }).click();
  await expect(page).toHaveURL(new RegExp(id));
  const texts = async () => (await workspace.api.automations.get({ id })).draft.steps.map(({ config }) => config["text"]);
  await expect.poll(texts).toEqual(["Welcome back!"]);
});
