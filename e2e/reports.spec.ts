import { answering, customerWrites } from "./customer.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

test("the dashboard counts what happened", async ({ page, workspace }) => {
  await answering(workspace, { name: "Greeter" });
  await customerWrites(workspace, "hello");
  await expect.poll(async () => (await workspace.api.reports.dashboard({})).messages.sent).toBe(1);
  await workspace.api.lists.create({ name: "Fans" });
  await workspace.api.contacts.upsert({ phone: "+447700900777", addToLists: ["Fans"] });
  await page.goto(workspace.path("reports"));
  await expect(page.getByRole("link", { name: "Greeter" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Fans 1 +1" })).toBeVisible();
  await expect(page.getByText("WhatsApp has charged for no message in this period.")).toBeVisible();
  await expectAccessible(page);
  await page.getByText("7 days").click();
  await expect(page).toHaveURL(/days=7/);
  await page.getByText("Other", { exact: true }).click();
  await page.getByLabel("From").fill("2020-01-01");
  await page.getByLabel("To", { exact: true }).fill("2020-01-31");
  await expect(page).toHaveURL(/from=2020-01-01/);
  await expect(page.getByText("No automation started in this period.")).toBeVisible();
  await page.getByLabel("To", { exact: true }).fill("2019-12-31");
  await expect(page.getByText("The first day comes after the last.")).toBeVisible();
  // Costs need prices, which are the workspace's to write down.
  await page.getByRole("link", { name: "Enter your prices" }).click();
  await page.getByRole("switch", { name: "Reckon with what Meta charges" }).check();
  await page.getByRole("textbox", { name: "Marketing" }).fill("0.0572");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await workspace.api.workspaces.get()).settings.messagePrices?.marketing).toBe(0.0572);
  await page.goto(workspace.path("reports"));
  await expect(page.getByText("Parola does not know what Meta charges you")).toHaveCount(0);
});

test("the last days are those of the workspace, whatever day it is for the reader", async ({ page, workspace }) => {
  // In Rome it is March.
  await page.clock.setFixedTime("2026-02-28T23:30:00Z");
  for (const [address, of] of [
    ["reports", "reports/dashboard"],
    ["tickets?view=statistics", "tickets/statistics"],
  ] as const) {
    const asked = page.waitForRequest((request) => request.url().includes(of));
    await page.goto(workspace.path(address));
    const { searchParams } = new URL((await asked).url());
    expect([searchParams.get("from"), searchParams.get("to")]).toEqual(["2026-01-31", "2026-03-01"]);
  }
});

test("a hook shows its address, its secret on demand, and the calls it got", async ({ page, workspace }) => {
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "From the shop",
      triggers: [{ id: "t1", type: "integration", config: { platform: "custom" }, next: "s1" }],
      steps: [{ id: "s1", type: "add_note", config: { text: "Came from the shop" }, exits: {} }],
    },
  });
  await workspace.api.automations.publish({ id });
  if ((await workspace.api.automations.get({ id })).state !== "active") await workspace.api.automations.activate({ id });
  const hook = await workspace.api.hooks.ensure({ automationId: id, triggerId: "t1" });
  const { secret } = await workspace.api.hooks.secret({ id: hook.id });
  const answer = await fetch(hook.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
    body: JSON.stringify({ phone: "+393334445556", first_name: "Shopper" }),
  });
  expect(answer.ok).toBe(true);
  await page.goto(workspace.path("integrations?tab=incoming"));
  await expect(page.getByText("From the shop")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Details" }).click();
  await expect(page.getByRole("dialog").getByText(String(answer.status), { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Show the secret" }).click();
  await expect(page.getByRole("textbox", { name: "Secret", exact: true })).toHaveValue(secret);
});
