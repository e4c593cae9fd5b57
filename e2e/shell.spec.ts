import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { startFakeSmtp } from "../src/sandbox/mail/fake-smtp.ts";
import { answering } from "./customer.ts";
import { expect, expectAccessible, OWNER, test } from "./fixtures.ts";
import { startProduct } from "./product.ts";

test("signing out and in again leads back to the page one was on", async ({ page, workspace }) => {
  await page.goto(workspace.path("contacts"));
  await expect(page.getByRole("heading", { name: "Contacts", level: 1 })).toBeVisible();
  // A session of its own, so that the other tests keep theirs.
  await page.context().clearCookies();
  await page.goto(workspace.path("contacts?search=anna"));
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password" }).fill("wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("The e-mail address or the password is wrong");
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("textbox", { name: "Name, phone or e-mail" })).toHaveValue("anna");
  await page.getByRole("button", { name: `Account of ${OWNER.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("somebody joins by an invitation link and gets the role they were invited for", async ({ browser, product, workspace }) => {
  const invitation = await workspace.api.members.invite({ role: "chat_operator", email: null });
  const context = await browser.newContext({ baseURL: product.url, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(invitation.url);
  await expect(page.getByText(`${OWNER.name} invites you to ${workspace.name} as chat operator.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Your name").fill("Luca Verdi");
  await page.getByLabel("E-mail address").fill(`luca-${Date.now()}@example.com`);
  await page.getByRole("textbox", { name: "Password" }).fill("another long password");
  await page.getByRole("button", { name: "Create account and join" }).click();
  // Operators land in the chat and see only what their role allows.
  await expect(page.getByRole("link", { name: "Chat", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Reports" })).toHaveCount(0);
  await expect(page.getByText("Chats that are assigned to you appear here.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Phone", exact: true })).toHaveCount(0);
  // A colleague's link leads to a page that says so, not to the API's words.
  for (const closed of ["reports", "campaigns", "settings/workspace", "settings/keys", "contacts/import"]) {
    await page.goto(workspace.path(closed));
    await expect(page.getByRole("heading", { name: "This page is not for your role" })).toBeVisible();
  }
  await expect(page.getByText("You are here as chat operator.")).toBeVisible();
  await expectAccessible(page);
  await page.goto(workspace.path("contacts"));
  await page.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menuitem", { name: "Find duplicates" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Import contacts" })).toHaveCount(0);
  await context.close();
});

test("an invitation can be taken with another account, and once", async ({ page, workspace }) => {
  const invitation = await workspace.api.members.invite({ role: "chat_manager", email: "mara@example.com" });
  await page.goto(invitation.url);
  await expect(page.getByText(`You are signed in as ${OWNER.email}.`)).toBeVisible();
  await expect(page.getByText("The invitation was sent to mara@example.com.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "is a member of the workspace already" })).toBeVisible();
  // Without touching the session of the other tests.
  await page.context().clearCookies();
  await page.reload();
  await page.getByLabel("Your name").fill("Mara Neri");
  await expect(page.getByLabel("E-mail address")).toHaveValue("mara@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill("another long password");
  await page.getByRole("button", { name: "Create account and join" }).click();
  await expect(page.getByRole("link", { name: "Chat", exact: true })).toBeVisible();
  await page.goto(invitation.url);
  await expect(page.getByText("This invitation is no longer valid")).toBeVisible();
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await expect(page.getByRole("link", { name: "Chat", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Account of Mara Neri" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  const again = await workspace.api.members.invite({ role: "developer", email: null });
  await page.goto(again.url);
  await page.getByLabel("Your name").fill("Mara Neri");
  await page.getByLabel("E-mail address").fill("mara@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill("another long password");
  await page.getByRole("button", { name: "Create account and join" }).click();
  await expect(page.getByRole("alert")).toContainText("There is an account with this e-mail address already.");
});

test("whoever forgot the password gets a link by e-mail, or is told how else", async ({ browser, product }) => {
  const context = await browser.newContext({ baseURL: product.url, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByText(`npm run parola -- user password --email ${OWNER.email}`)).toBeVisible();
  await expectAccessible(page);

  const smtp = await startFakeSmtp();
  const mailing = await startProduct({ SMTP_URL: smtp.url });
  try {
    const made = await fetch(`${mailing.url}/api/v1/setup`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: mailing.url },
      body: JSON.stringify({ ...OWNER, workspaceName: "Bianchi", timeZone: "Europe/Rome" }),
    });
    expect(made.ok).toBe(true);
    await page.goto(`${mailing.url}/forgot-password`);
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("status")).toContainText(`If there is an account for ${OWNER.email}, a link is on its way.`);
    await expect.poll(() => smtp.mails.length).toBe(1);
    const link = /https?:\S+reset-password\S+/.exec(smtp.mails[0]?.raw ?? "")?.[0] ?? "";
    await page.goto(link);
    await page.getByRole("textbox", { name: "New password" }).fill("a quite new password");
    await page.getByRole("button", { name: "Save password" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByRole("textbox", { name: "Password" }).fill("a quite new password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("button", { name: `Account of ${OWNER.name}` })).toBeVisible();
    // Once.
    await page.goto(link);
    await page.getByRole("textbox", { name: "New password" }).fill("yet another password");
    await page.getByRole("button", { name: "Save password" }).click();
    await expect(page.getByRole("alert")).toContainText("This link has been used or is too old.");
  } finally {
    await mailing.stop();
    await smtp.close();
    await context.close();
  }
});

test("the palette finds objects and goes to them, by keyboard alone", async ({ page, workspace }) => {
  const { id } = await workspace.api.contacts.upsert({ phone: "+393331112223", firstName: "Giulia", lastName: "Neri" });
  await page.goto(workspace.path("automations"));
  await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+K");
  await page.getByPlaceholder("Find or do anything…").fill("Giulia");
  await expect(page.getByText("Giulia Neri")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`contacts/${id}$`));
});

test("the look and the language change at once and stay", async ({ page, workspace }) => {
  await page.goto(workspace.path("contacts"));
  await page.getByRole("button", { name: `Account of ${OWNER.name}` }).click();
  await page.getByRole("menuitem", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.getByRole("menuitem", { name: "Italiano" }).click();
  await expect(page.getByRole("heading", { name: "Contatti", level: 1 })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Contatti", level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "it");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expectAccessible(page);
});

test("a change made elsewhere appears without a reload", async ({ page, workspace }) => {
  await page.goto(workspace.path("contacts"));
  await expect(page.getByText("Nobody here yet")).toBeVisible();
  await workspace.api.contacts.upsert({ phone: "+393339998887", firstName: "Paolo" });
  await expect(page.getByRole("link", { name: "Paolo" })).toBeVisible();
});

test("one workspace's page never shows what belongs to another", async ({ page, workspace }) => {
  await workspace.api.contacts.upsert({ phone: "+393330000001", firstName: "Solo" });
  await page.goto(workspace.path("contacts"));
  await expect(page.getByRole("link", { name: "Solo" })).toBeVisible();
  await page.getByRole("button", { name: `Workspace ${workspace.name}` }).click();
  await page.getByRole("menuitem", { name: "Bianchi", exact: true }).click();
  await expect(page.getByRole("button", { name: "Workspace Bianchi" })).toBeVisible();
  await page.getByRole("link", { name: "Contacts" }).click();
  await expect(page.getByRole("heading", { name: "Contacts", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Solo" })).toHaveCount(0);
});

test("while the server cannot be asked the start page says so, and goes on once it can", async ({ page, product }) => {
  const status = "**/api/v1/setup";
  await page.route(status, (route) => route.abort());
  await page.goto(product.url);
  await expect(page.getByRole("alert")).toContainText("That did not work");
  await page.unroute(status);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("the first screen is at most 300 kB of JavaScript, compressed", async ({ page, product }) => {
  const scripts: Promise<number>[] = [];
  page.on("response", (response) => {
    if (/\/assets\/[^?]+\.js$/.test(response.url())) scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(`${product.url}/sign-in`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  const sizes = await Promise.all(scripts);
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(300_000);
});

test("the pages before a workspace have the styles of all they draw with", async ({ browser, product, workspace }) => {
  const all = await readFile(new URL("../node_modules/@mantine/core/styles.layer.css", import.meta.url), "utf8");
  const { url } = await workspace.api.members.invite({ role: "chat_operator", email: null });
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  // So that the page of the first account shows, too.
  await page.route("**/api/v1/setup", (route) => route.fulfill({ json: { needsOwner: true, signedIn: false } }));
  for (const path of ["/sign-in", "/setup", "/two-factor", "/forgot-password", "/reset-password", new URL(url).pathname]) {
    await page.goto(product.url + path);
    await expect(page.getByRole("button").first()).toBeVisible();
    const [drawn, loaded] = await page.evaluate(() => [
      [...new Set([...document.querySelectorAll("[class]")].flatMap(({ classList }) => [...classList]))],
      [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n"),
    ]);
    const styled = drawn.filter((name) => /^(m_|mantine-)/.test(name) && all.includes(`.${name}`));
    expect(styled.length).toBeGreaterThan(10);
    expect(
      styled.filter((name) => !loaded.includes(`.${name}`)),
      path,
    ).toEqual([]);
  }
});

test("what the browser loads is compressed on its way", async ({ product }) => {
  const page = await (await fetch(`${product.url}/sign-in`)).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
  for (const encoding of ["br", "gzip"]) {
    const answer = await fetch(product.url + script, { headers: { "accept-encoding": encoding } });
    expect(answer.headers.get("content-encoding")).toBe(encoding);
  }
});

test("the palette does things, too: pauses an automation, opens a section, begins a contact", async ({ page, workspace }) => {
  const id = await answering(workspace, { name: "Greeter" });
  await page.goto(workspace.path("reports"));
  await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  const ask = async (words: string, wanted: string) => {
    await page.keyboard.press("ControlOrMeta+K");
    await page.getByPlaceholder("Find or do anything…").fill(words);
    await page.getByRole("button", { name: wanted, exact: true }).click();
  };
  await ask("pause greeter", "Pause Greeter");
  await expect(page.getByText("Greeter is paused")).toBeVisible();
  expect((await workspace.api.automations.get({ id })).state).toBe("paused");
  await ask("canned", "Settings · Canned replies");
  await expect(page.getByRole("heading", { name: "Canned replies", level: 2, exact: true })).toBeVisible();
  await ask("new contact", "New contact");
  await expect(page.getByRole("dialog", { name: "New contact" })).toBeVisible();
});

test("a page whose files are gone after an upgrade is loaded anew once, then says so; what is open stays", async ({
  context,
  workspace,
}) => {
  const page = await context.newPage();
  const kept = new Set<string>();
  let upgraded = false;
  await page.route("**/assets/*", async (route) => {
    const url = route.request().url();
    if (upgraded && !kept.has(url)) return route.fulfill({ status: 404, body: "" });
    kept.add(url);
    return route.continue();
  });
  await page.goto(workspace.path("contacts"));
  await expect(page.getByRole("heading", { name: "Contacts", level: 1 })).toBeVisible();

  // A part beside the page is left out.
  upgraded = true;
  await page.getByRole("navigation", { name: "Main navigation" }).getByRole("button", { name: "Phone" }).click();
  await expect(page.getByRole("alert")).toContainText("A part of Parola could not be loaded");
  await expect(page.getByRole("heading", { name: "Contacts", level: 1 })).toBeVisible();
  await expectAccessible(page);

  // A page is loaded anew, and says so when that was no help.
  const loaded = page.waitForEvent("load");
  await page.getByRole("link", { name: "Tickets" }).click();
  await loaded;
  const alert = page.getByRole("alert").filter({ hasText: "Probably a newer version was installed meanwhile" });
  await expect(alert.getByRole("button", { name: "Try again" })).toBeVisible();
  upgraded = false;
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Tickets", level: 1 })).toBeVisible();
  await page.close();
});
