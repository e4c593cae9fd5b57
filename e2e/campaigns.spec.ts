import type { Workspace } from "./fixtures.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

/** Long stories with a real browser and a real product behind each. */
test.describe.configure({ timeout: 240_000 });

/** A list of three, one of whom has unsubscribed, and an approved template. */
async function furnish({ api }: Workspace): Promise<void> {
  const list = await api.lists.create({ name: "Newsletter" });
  for (const [index, firstName] of ["Marco", "Giulia", "Sara"].entries()) {
    const contact = await api.contacts.upsert({ phone: `+3933300010${index}0`, firstName });
    await api.contacts.update({ id: contact.id, addToLists: [list.name] });
    if (index === 2) await api.contacts.update({ id: contact.id, consent: { state: "unsubscribed", source: "operator" } });
  }
  const template = await api.templates.create({
    name: "spring_sale",
    category: "marketing",
    language: "en",
    channelId: (await api.channels.list()).items[0]?.id ?? null,
    definition: { body: "Good news {{first_name}}, spring is here at last.", examples: { first_name: "Anna" }, buttons: [] },
  });
  await api.templates.submit({ id: template.id });
}

test("a campaign is written, its reach is known, it is confirmed with the number, sent, and its results are seen", async ({
  page,
  workspace,
}) => {
  await furnish(workspace);
  await page.goto(workspace.path("campaigns"));
  await expect(page.getByText("No campaigns yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "New campaign" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("Spring");
  await page.getByRole("combobox", { name: "Lists" }).click();
  await page.getByRole("option", { name: "Newsletter (3)" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Reach now" })).toContainText("2");
  await expect(page.getByRole("region", { name: "Reach now" })).toContainText("Unsubscribed");
  await page.getByRole("textbox", { name: "Template" }).click();
  await page.getByRole("option", { name: /spring_sale/ }).click();
  await page.getByRole("textbox", { name: "first_name" }).fill("{{ contact.first_name }}");
  await page.keyboard.press("Escape");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("spring_sale goes to 2 contacts now.");
  await expect(dialog).toContainText("1 contact of the audience is left out");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Send to 2" }).click();
  await expect(page.getByText("Completed")).toBeVisible();
  await expect(page.getByText("2 of 3 handled, 0 waiting, 1 left out")).toBeVisible();
  await expect(page.getByRole("row", { name: /Sara/ })).toContainText("unsubscribed");
  await expect(page.getByRole("row", { name: /Marco/ })).toContainText(/Sent|Delivered|Read/);
  await expectAccessible(page);
});

test("a scheduled campaign is on the calendar, is paused, resumed, copied and cancelled", async ({ page, workspace }) => {
  await furnish(workspace);
  const [list] = (await workspace.api.lists.list()).items;
  const { id } = await workspace.api.campaigns.create({
    name: "Later",
    audience: { lists: [list?.id ?? ""] },
    templates: [{ template: "spring_sale", variables: { first_name: "{{ contact.first_name }}" } }],
  });
  // An hour can be chosen only once the workspace's zone is known, however late that is.
  await page.route(/\/api\/v1\/workspace$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  await page.goto(workspace.path(`campaigns/${id}`));
  await page.getByText("At a time").click();
  const date = page.getByLabel("Date and time");
  const day = (await date.inputValue()).slice(0, 10);
  await date.fill(`${day}T16:30`);
  await page.getByRole("button", { name: "Schedule…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Schedule for 2" }).click();
  await expect(page.getByText("It is scheduled.")).toBeVisible();
  const stored = await workspace.api.campaigns.get({ id });
  expect(stored.state).toBe("scheduled");
  // Rome is one or two hours ahead.
  expect(stored.startsAt).toMatch(/T1[45]:30:00/);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();

  await page.goto(workspace.path(`campaigns?view=calendar&month=${day.slice(0, 7)}`));
  await expect(page.getByRole("link", { name: "16:30 Later" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "16:30 Later" }).click();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Cancel the campaign" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the campaign" }).click();
  await expect(page.getByText("Cancelled")).toBeVisible();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { name: "Later (copy)", level: 1 })).toBeVisible();
});
