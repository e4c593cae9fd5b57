import { expect, expectAccessible, OWNER, test } from "./fixtures.ts";

test("every section opens, has a title and no fault of accessibility", async ({ page, workspace }) => {
  for (const [section, title] of Object.entries({
    workspace: "Workspace",
    hours: "Hours and holidays",
    channels: "WhatsApp numbers",
    members: "People",
    tags: "Tags",
    lists: "Lists",
    fields: "Fields",
    tickets: "Tickets",
    canned: "Canned replies",
    keys: "API keys",
    audit: "Activity log",
    profile: "Profile and security",
  })) {
    await page.goto(workspace.path(`settings/${section}`));
    await expect(page.getByRole("heading", { name: title, level: 2, exact: true }), section).toBeVisible();
    await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).toHaveCount(0);
    await expectAccessible(page);
  }
});

test("working hours and closing days are kept", async ({ page, workspace }) => {
  await page.goto(workspace.path("settings/hours"));
  await page.getByRole("switch", { name: "We have working hours" }).check({ force: true });
  await page.getByLabel("Monday: opens").fill("08:30");
  await page.getByRole("button", { name: "Saturday: Add hours" }).click();
  await page.getByRole("button", { name: "Add closing days" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Summer");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  const { settings } = await workspace.api.workspaces.get();
  expect(settings.workingHours).toMatchObject({ mon: ["08:30-18:00"], sat: ["09:00-18:00"] });
  expect(settings.holidays.periods).toMatchObject([{ name: "Summer" }]);
});

test("tags, lists, fields and canned replies are made, changed and deleted", async ({ page, workspace }) => {
  await page.goto(workspace.path("settings/tags"));
  await page.getByRole("button", { name: "New tag" }).first().click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("VIP");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "VIP", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Edit VIP" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Very important");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "Very important", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Delete Very important" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No tags yet")).toBeVisible();

  await page.goto(workspace.path("settings/fields"));
  await page.getByRole("button", { name: "New field" }).first().click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Data di nascita");
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Code" })).toHaveValue("DATA_DI_NASCITA");
  await page.getByRole("dialog").getByRole("combobox", { name: "Type" }).selectOption("date");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "Data di nascita", exact: true })).toBeVisible();
});

test("what an automation uses says so, and is not deleted by mistake", async ({ page, workspace }) => {
  await workspace.api.tags.create({ name: "Warm" });
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Warmer",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["WARM"] }, next: "s1" }],
      steps: [{ id: "s1", type: "add_tag", config: { tags: ["Warm"] }, exits: {} }],
    },
  });
  await workspace.api.automations.publish({ id });
  await page.goto(workspace.path("settings/tags"));
  await page.getByRole("button", { name: "Where Warm is used" }).click();
  await expect(page.getByRole("link", { name: "Warmer" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: "Delete Warm" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("1 automation still uses it");
  await expect(page.getByRole("dialog")).toContainText("Warmer");
});

test("an API key is shown once and can do what it may, no more", async ({ page, workspace, product }) => {
  await page.goto(workspace.path("settings/keys"));
  await page.getByRole("button", { name: "New API key" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const key = await page.getByRole("dialog").getByRole("textbox", { name: "API key" }).inputValue();
  expect(key.length).toBeGreaterThan(20);
  const headers = { authorization: `Bearer ${key}` };
  expect((await fetch(`${product.url}/api/v1/contacts`, { headers })).status).toBe(200);
  expect((await fetch(`${product.url}/api/v1/members`, { headers })).status).toBe(403);
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await page.reload();
  await expect(page.getByText("Shop", { exact: true })).toBeVisible();
  await expect(page.getByText(key)).toHaveCount(0);
});

test("connecting a number names what is wrong in the form, and shows what to enter at Meta", async ({ page, workspace }) => {
  await page.goto(workspace.path("settings/channels"));
  await page.getByRole("link", { name: "Connect a number" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save and test" }).click();
  await expect(page.getByText("Only the digits Meta shows as phone number ID")).toBeVisible();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Main shop");
  await page.getByRole("textbox", { name: "Phone number ID" }).fill(`1${Date.now()}`);
  await page.getByRole("textbox", { name: "Access token" }).fill("EAA-not-a-token");
  await page.getByRole("textbox", { name: "App secret" }).fill("0123456789abcdef0123456789abcdef");
  await page.getByRole("button", { name: "Save and test" }).click();
  await expect(page.getByRole("textbox", { name: "Callback URL" })).toHaveValue(/\/webhooks\/whatsapp/);
  // The product under test cannot reach WhatsApp: the check says so instead of pretending.
  const item = page.getByRole("listitem").filter({ hasText: /^Access token/ });
  await expect(item.getByLabel("does not work")).toBeVisible();
  // What the check says is wrong can be entered here, and the check is made again.
  const account = page.getByRole("listitem").filter({ hasText: /^WhatsApp Business account/ });
  await expect(account).toContainText("The WhatsApp Business account ID is missing.");
  await page.getByRole("textbox", { name: "WhatsApp Business account ID" }).fill("102290129340398");
  await page.getByRole("textbox", { name: "Phone number ID" }).fill("1 234");
  await expect(page.getByText("Only the digits Meta shows as phone number ID")).toBeVisible();
  const id = `2${Date.now()}`;
  await page.getByRole("textbox", { name: "Phone number ID" }).fill(id);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(account).toContainText("Not tested: the access token comes first.");
  const { items } = await workspace.api.channels.list();
  expect(items.find(({ name }) => name === "Main shop")).toMatchObject({ phoneNumberId: id, wabaId: "102290129340398" });
  await page.evaluate(() => localStorage.setItem("parola.language", "it"));
  await page.reload();
  await expect(page.getByText("Impossibile raggiungere WhatsApp.")).toBeVisible();
});

test("a second factor is turned on with a code of the app, and asked for at the next sign-in", async ({ browser, product, workspace }) => {
  test.slow();
  const invitation = await workspace.api.members.invite({ role: "developer", email: null });
  const context = await browser.newContext({ baseURL: product.url, locale: "en-GB" });
  const page = await context.newPage();
  const email = `totp-${Date.now()}@example.com`;
  await page.goto(invitation.url);
  await page.getByLabel("Your name").fill("Careful Person");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Create account and join" }).click();
  await page.getByRole("navigation").waitFor();
  await page.goto(workspace.path("settings/profile"));
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Current password" }).fill("not my password");
  await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("alert")).toContainText("The password is wrong.");
  await page.getByRole("dialog").getByRole("textbox", { name: "Current password" }).fill(OWNER.password);
  await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
  const secret = await page.getByRole("dialog").locator("code").innerText();
  await page.getByRole("dialog").getByRole("textbox").first().focus();
  const right = await totp(secret);
  await page.keyboard.type(right === "000000" ? "000001" : "000000");
  await expect(page.getByRole("alert")).toContainText("This code is wrong or too old.");
  await page.getByRole("dialog").getByRole("textbox").first().focus();
  await page.keyboard.type(await totp(secret));
  await expect(page.getByText("Two-factor sign-in is on.")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "New backup codes" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Current password" }).fill(OWNER.password);
  await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
  const backupCode = await page.getByRole("dialog").getByRole("listitem").first().innerText();
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
  await page.keyboard.type(await totp(secret));
  await expect(page.getByRole("navigation")).toBeVisible();
  // Without the telephone, a backup code does, once; what it took too long to give begins again.
  const signIn = async () => {
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: /use a backup code/ }).click();
    await page.getByRole("textbox", { name: "Backup code" }).fill(backupCode);
    await page.getByRole("button", { name: "Continue" }).click();
  };
  await signIn();
  await expect(page.getByRole("navigation")).toBeVisible();
  await signIn();
  await expect(page.getByRole("alert")).toContainText("This code is wrong or too old.");
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await context.close();
});

/** The six digits of RFC 6238 for a base32 secret, now. */
async function totp(secret: string): Promise<string> {
  const bits = Array.from(secret.replace(/=+$/, ""))
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(Date.now() / 30_000)));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const at = mac.getUint8(19) & 15;
  return String((mac.getUint32(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
