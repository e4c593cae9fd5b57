import { readFile } from "node:fs/promises";
import type { FilterRule } from "../src/contract/filter.ts";
import { expect, expectAccessible, OWNER, test } from "./fixtures.ts";

async function seed(
  api: {
    contacts: {
      bulkUpsert: (input: {
        contacts: { phone: string; firstName: string; addTags?: string[]; createMissing: boolean }[];
      }) => Promise<unknown>;
    };
  },
  count: number,
) {
  await api.contacts.bulkUpsert({
    contacts: Array.from({ length: count }, (_, index) => ({
      phone: `+39333${String(1_000_000 + index)}`,
      firstName: `Contact ${String(index).padStart(4, "0")}`,
      ...(index % 10 === 0 && { addTags: ["VIP"] }),
      createMissing: true,
    })),
  });
}

test("a long table draws only the rows in sight and loads further pages as one scrolls", async ({ page, workspace }) => {
  await seed(workspace.api, 1000);
  await page.goto(workspace.path("contacts?sort=first_name&order=asc"));
  await expect(page.getByRole("link", { name: "Contact 0000" })).toBeVisible();
  await expect(page.getByText("1,000", { exact: true })).toBeVisible();
  await expectAccessible(page);
  const table = page.getByRole("table", { name: "Contacts" });
  expect(await table.getByRole("row").count()).toBeLessThan(80);
  await expect
    .poll(
      async () => {
        await table.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
        return page.getByRole("link", { name: "Contact 0999" }).isVisible();
      },
      // Ten pages are fetched one after the other on the way.
      { intervals: [200], timeout: 60_000 },
    )
    .toBe(true);
  expect(await table.getByRole("row").count()).toBeLessThan(80);
});

test("a filter narrows the table, stands in the address, and is saved as a segment", async ({ page, workspace }) => {
  await seed(workspace.api, 40);
  await page.goto(workspace.path("contacts"));
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("combobox", { name: "Value" }).click();
  await page.getByRole("option", { name: "VIP" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByText("4", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("4", { exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Name of the segment" }).fill("Important people");
  await page.getByRole("button", { name: "Save as segment" }).click();
  await expect(page).toHaveURL(/segment=/);
  expect((await workspace.api.segments.list()).items.map(({ name }) => name)).toEqual(["Important people"]);
});

test("everyone who matches is changed at once", async ({ page, workspace }) => {
  await seed(workspace.api, 30);
  await workspace.api.lists.create({ name: "Newsletter" });
  await page.goto(workspace.path("contacts?sort=first_name&order=asc"));
  await expect(page.getByRole("link", { name: "Contact 0000" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Change" }).click();
  await page.getByRole("menuitem", { name: "Add to lists" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Lists" }).click();
  await page.getByRole("option", { name: "Newsletter" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").getByRole("button", { name: "Change 30 contacts" }).click();
  await expect(page.getByText("30 contacts changed")).toBeVisible();
  expect((await workspace.api.lists.list()).items[0]?.contacts).toBe(30);
});

test("who is taken out of everyone is out, and a change of filter chooses nobody else", async ({ page, workspace }) => {
  await seed(workspace.api, 30);
  await page.goto(workspace.path("contacts?sort=first_name&order=asc"));
  await expect(page.getByRole("link", { name: "Contact 0000" })).toBeVisible();
  const toolbar = page.getByRole("toolbar");
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await expect(toolbar.getByText("30 selected")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select Contact 0003" }).uncheck();
  await expect(toolbar.getByText("29 selected")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Select Contact 0004" })).toBeChecked();
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("textbox", { name: "Name, phone or e-mail" }).fill("Contact 0007");
  await expect(page.getByRole("link", { name: "Contact 0000" })).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: "Select Contact 0007" })).not.toBeChecked();
});

test("a file is mapped, checked, imported and taken back", async ({ page, workspace }) => {
  await page.goto(workspace.path("contacts/import"));
  await expectAccessible(page);
  await page.locator("input[type=file]").setInputFiles({
    name: "customers.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("Nome;Cellulare;Interesse\nAnna;333 1234567;Fiori\nLuca;+39 333 7654321;Piante\nNobody;12;Fiori\n"),
  });
  await expect(page.getByText("3 rows")).toBeVisible();
  await page.getByRole("combobox", { name: "Cellulare becomes" }).click();
  await page.getByRole("option", { name: "Phone" }).click();
  await page.getByRole("combobox", { name: "Interesse becomes" }).click();
  await page.getByRole("option", { name: "New field “Interesse”" }).click();
  await expect(page.getByRole("combobox", { name: "Interesse becomes" })).toHaveValue("Interesse");
  await page.getByRole("button", { name: "Check first" }).click();
  await expect(page.getByText("2 new, 0 updated, 0 left as they are, 1 with errors").first()).toBeVisible();
  await expect(page.getByRole("row", { name: /^4 Cellulare 12/ })).toBeVisible();
  expect((await workspace.api.contacts.count({})).count).toBe(0);
  await page.getByText("Leave as they are", { exact: true }).click();
  await expect(page.getByText("check again to see what would happen now")).toBeVisible();
  await page.getByText("Update", { exact: true }).click();
  await page.getByRole("button", { name: "Import 2 contacts" }).click();
  await expect(page.getByRole("heading", { name: "Imported customers.csv" })).toBeVisible();
  expect((await workspace.api.contacts.count({})).count).toBe(2);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download these rows" }).click()]);
  expect(file.suggestedFilename()).toBe("rows with errors of customers.csv");
  expect(await readFile(await file.path(), "utf8")).toBe(
    '\uFEFFNome;Cellulare;Interesse;What is wrong\r\nNobody;12;Fiori;"""12"" is not a phone number."\r\n',
  );
  // Those of the file, not everybody.
  await workspace.api.contacts.upsert({ phone: "+393339999999", firstName: "Somebody", lastName: "Else" });
  await page.getByRole("link", { name: "Show contacts" }).click();
  await expect(page.getByRole("group", { name: "All of these" })).toContainText("customers.csv,");
  await expect(page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Anna" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Somebody Else" })).toHaveCount(0);
  await expectAccessible(page);
  await page.goBack();
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo this import" }).click();
  await expect(page.getByRole("heading", { name: "Undone customers.csv" })).toBeVisible();
  expect((await workspace.api.contacts.count({})).count).toBe(1);
});

test("a file that is no table is refused with the way out, in the reader's language", async ({ page, workspace }) => {
  await page.addInitScript(() => localStorage.setItem("parola.language", "it"));
  await page.goto(workspace.path("contacts/import"));
  const choose = (name: string, mimeType: string, content: string) =>
    page.locator("input[type=file]").setInputFiles({ name, mimeType, buffer: Buffer.from(content, "latin1") });
  await choose("clienti.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\u0003\u0004\0");
  await expect(page.getByRole("alert")).toContainText("Si possono importare solo file CSV.");
  await choose("clienti.csv", "text/csv", "PK\u0003\u0004\0\0");
  await expect(page.getByRole("alert")).toContainText("Questo è un foglio di calcolo.");
  await choose("clienti.csv", "text/csv", "Telefono;Lingua\n333 1234567;Inglese\n12;Klingon\n");
  await page.getByRole("button", { name: "Controlla prima" }).click();
  await expect(page.getByRole("cell", { name: "«12» non è un numero di telefono." })).toBeVisible();
});

test("the profile keeps consent with its log, notes, and erases for good", async ({ page, workspace }) => {
  const { id } = await workspace.api.contacts.upsert({ phone: "+393335556667", firstName: "Sara", lastName: "Conti" });
  await page.goto(workspace.path(`contacts/${id}`));
  await expect(page.getByRole("heading", { name: "Sara Conti", level: 1 })).toBeVisible();
  await page.getByRole("tab", { name: "Consent" }).click();
  await page.getByRole("button", { name: "Record consent" }).click();
  await expect(page.getByRole("cell", { name: "Not declared → Subscribed" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Notes" }).click();
  await page.getByRole("textbox", { name: "Write a note for colleagues" }).fill("Likes roses");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Likes roses")).toBeVisible();
  await page.getByRole("combobox", { name: "Operators" }).click();
  await page.getByRole("option", { name: "Anna Bianchi" }).click();
  await expect.poll(async () => (await workspace.api.contacts.get({ id })).operators).toEqual(["anna@example.com"]);
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "E-mail" }).fill("sara@example.com");
  await page.keyboard.press("Tab");
  await expect.poll(async () => (await workspace.api.contacts.get({ id })).email).toBe("sara@example.com");
  await workspace.api.contacts.upsert({ phone: "+393335556668", firstName: "Somebody" });
  const phone = page.getByRole("textbox", { name: "Phone" });
  await phone.fill("+39 333 555 6668");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("alert")).toContainText("Another contact has this number");
  await phone.fill("+39 333 555 6669");
  await page.keyboard.press("Tab");
  await expect(phone).toHaveValue("+393335556669");
  await page.getByRole("combobox", { name: "Time zone" }).fill("Lisbon");
  await page.getByRole("option", { name: "Europe/Lisbon" }).click();
  await expect.poll(() => workspace.api.contacts.get({ id })).toMatchObject({ phone: "+393335556669", timeZone: "Europe/Lisbon" });
  await page.getByRole("button", { name: "More actions" }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download everything stored (GDPR)" }).click();
  expect((await downloading).suggestedFilename()).toBe("Sara Conti.json");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Erase" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Erase" }).click();
  await expect(page).toHaveURL(/\/contacts$/);
  expect((await workspace.api.contacts.count({})).count).toBe(1);
});

test("two contacts become one", async ({ page, workspace }) => {
  await workspace.api.contacts.upsert({ phone: "+393331110001", firstName: "Ugo", lastName: "Mobile" });
  await workspace.api.contacts.upsert({ phone: "+393331110002", firstName: "Ugo", lastName: "Office", email: "ugo@example.com" });
  await page.goto(workspace.path("contacts"));
  await page.getByRole("checkbox", { name: "Select Ugo Mobile" }).check();
  await page.getByRole("checkbox", { name: "Select Ugo Office" }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Merge" }).click();
  await page.getByRole("radio", { name: /Ugo Mobile/ }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
  await expect(page.getByRole("heading", { name: "Ugo Mobile", level: 1 })).toBeVisible();
  expect((await workspace.api.contacts.count({})).count).toBe(1);
});

test("a segment is opened, its rules changed, renamed, deleted and brought back", async ({ page, workspace }) => {
  await seed(workspace.api, 20);
  const rule: FilterRule = { field: "contact.tags", op: "has_any", value: ["VIP"] };
  const { id } = await workspace.api.segments.create({ name: "Important", filter: { all: [rule] } });
  await page.goto(workspace.path(`contacts?segment=${id}`));
  await page.getByRole("button", { name: "Actions of segment Important" }).click();
  await page.getByRole("menuitem", { name: "Change its rules" }).click();
  await page.getByRole("combobox", { name: "Comparison" }).click();
  await page.getByRole("option", { name: "has none of" }).click();
  await page.getByRole("button", { name: "Save in Important" }).click();
  await expect.poll(async () => (await workspace.api.segments.list()).items[0]?.filter).toEqual({ all: [{ ...rule, op: "has_none" }] });
  await page.getByRole("button", { name: "Actions of segment Important" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name of the segment" }).fill("Ordinary");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Actions of segment Ordinary" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await workspace.api.segments.list()).items.map(({ name }) => name)).toEqual(["Ordinary"]);
});

test("contacts that look like one person are found", async ({ page, workspace }) => {
  await workspace.api.contacts.upsert({ phone: "+393331110003", firstName: "Ugo", email: "ugo@example.com" });
  await workspace.api.contacts.upsert({ phone: "+393331110004", firstName: "Ugo", email: "UGO@example.com" });
  await page.goto(workspace.path("contacts"));
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Find duplicates" }).click();
  await expect(page.getByText("Same e-mail address: ugo@example.com")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
  await page.getByRole("dialog", { name: "Merge contacts" }).getByRole("button", { name: "Merge" }).click();
  await expect.poll(async () => (await workspace.api.contacts.count({})).count).toBe(1);
});

test("a language is chosen by its name, wherever a contact has one", async ({ page, workspace }) => {
  const { id } = await workspace.api.contacts.upsert({ phone: "+393335556670", firstName: "Sara", language: "it_IT" });
  await page.goto(workspace.path(`contacts/${id}`));
  const language = page.getByRole("combobox", { name: "Language" });
  await expect(language).toHaveValue("Italian (Italy)");
  await language.fill("franc");
  await page.getByRole("option", { name: "French français" }).click();
  await expect.poll(async () => (await workspace.api.contacts.get({ id })).language).toBe("fr");
  await language.fill("klingon");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(language).toHaveValue("French");

  await page.goto(workspace.path("contacts"));
  await page.getByRole("checkbox", { name: "Select Sara" }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Change" }).click();
  await page.getByRole("menuitem", { name: "Set the language" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Language" }).fill("pt_br");
  await page.getByRole("option", { name: /^Brazilian Portuguese/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change 1 contact" }).click();
  await expect.poll(async () => (await workspace.api.contacts.get({ id })).language).toBe("pt_BR");

  // Portuguese means that of every country.
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("combobox", { name: "Property" }).fill("Language");
  await page.getByRole("option", { name: "Language" }).click();
  await page.getByRole("combobox", { name: "Value" }).fill("Portuguese");
  await page.getByRole("option", { name: "Portuguese português", exact: true }).click();
  await expect(page.getByText("1", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Sara" })).toBeVisible();
  await page.getByRole("combobox", { name: "Value" }).fill("German");
  await page.getByRole("option", { name: "German Deutsch", exact: true }).click();
  await expect(page.getByText("No contact matches")).toBeVisible();
});

test.describe("in a browser far away", () => {
  test.use({ timezoneId: "America/New_York" });

  test("a date with a time is shown on the workspace's clock and stays the instant, or the clock's time, that it was", async ({
    page,
    workspace,
  }) => {
    await workspace.api.fields.create({ code: "DELIVERY", label: "Delivery", type: "datetime" });
    await workspace.api.fields.create({ code: "VISIT", label: "Visit", type: "datetime" });
    const fields = { DELIVERY: "2026-07-01T06:00:00-04:00", VISIT: "2026-07-01T10:00" };
    const { id } = await workspace.api.contacts.upsert({ phone: "+393331112233", firstName: "Nina", fields });
    await page.goto(workspace.path(`contacts/${id}`));
    const delivery = page.getByLabel("Delivery");
    await expect(delivery).toHaveValue("2026-07-01T12:00");
    await expect(page.getByText("On the clock of Europe/Rome")).toHaveCount(1);
    await delivery.fill("2026-12-01T12:30");
    await delivery.blur();
    await page.getByLabel("Visit").fill("2026-07-01T10:30");
    await page.getByLabel("Visit").blur();
    await expect
      .poll(async () => (await workspace.api.contacts.get({ id })).fields)
      .toMatchObject({ DELIVERY: "2026-12-01T12:30:00+01:00", VISIT: "2026-07-01T10:30" });
    await expect(delivery).toHaveValue("2026-12-01T12:30");
  });
});

test("who may make no tags is offered those there are, and no new one", async ({ browser, product, workspace }) => {
  const { id } = await workspace.api.contacts.upsert({ phone: "+393335556668", firstName: "Sara" });
  await workspace.api.tags.create({ name: "VIP" });
  const { url } = await workspace.api.members.invite({ role: "chat_operator", email: null });
  const context = await browser.newContext({ baseURL: product.url, locale: "en-GB" });
  const email = `luca-${Date.now()}@example.com`;
  const joined = await context.request.post(url.replace("/join/", "/api/v1/join/"), {
    headers: { origin: product.url },
    data: { name: "Luca Verdi", email, password: OWNER.password },
  });
  expect(joined.ok()).toBe(true);
  await workspace.api.contacts.update({ id, operators: [email] });
  const page = await context.newPage();
  await page.goto(workspace.path(`contacts/${id}`));
  const tags = page.getByRole("combobox", { name: "Tags" });
  await tags.fill("Wholesale");
  await tags.press("Enter");
  await tags.fill("VIP");
  await page.getByRole("option", { name: "VIP" }).click();
  await expect.poll(async () => (await workspace.api.contacts.get({ id })).tags).toEqual(["VIP"]);
  await context.close();
});
