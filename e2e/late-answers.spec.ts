/** What an answer must not do to whoever went on writing while it was on its way. */
import type { Page } from "@playwright/test";
import { customerWrites } from "./customer.ts";
import { expect, OWNER, test } from "./fixtures.ts";

/** What is asked is done at once, but its answer comes only when it is let through. */
async function holdBack(page: Page, method: string, address: RegExp): Promise<{ done: Promise<void>; release: () => void }> {
  const held = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    if (route.request().method() !== method) return await route.fallback();
    const answer = await route.fetch();
    done.resolve();
    await held.promise;
    await route.fulfill({ response: answer });
  });
  return { done: done.promise, release: held.resolve };
}

const rereading = (page: Page, address: RegExp) =>
  page.waitForResponse((answer) => answer.request().method() === "GET" && address.test(answer.url()));

test("a value that one writes stays when a colleague changes the contact meanwhile", async ({ page, workspace }) => {
  const { id } = await workspace.api.contacts.upsert({ phone: "+393335556667", firstName: "Sara" });
  await page.goto(workspace.path(`contacts/${id}`));
  const email = page.getByRole("textbox", { name: "E-mail" });
  await email.fill("sara@example.org");
  await workspace.api.contacts.update({ id, firstName: "Rosa", email: "rosa@example.com" });
  await expect(page.getByRole("heading", { name: "Rosa", level: 1 })).toBeVisible();
  await expect(email).toHaveValue("sara@example.org");
  await email.press("Tab");
  await expect.poll(async () => (await workspace.api.contacts.get({ id })).email).toBe("sara@example.org");
  // What nobody is writing follows.
  await workspace.api.contacts.update({ id, email: "rosa@example.com" });
  await expect(email).toHaveValue("rosa@example.com");
});

test("who is chosen while the one before is still being saved does not take the place", async ({ page, workspace }) => {
  const { id } = await workspace.api.contacts.upsert({ phone: "+393335556667", firstName: "Sara" });
  const { url } = await workspace.api.members.invite({ role: "chat_operator", email: null });
  const email = `luca-${Date.now()}@example.com`;
  const joined = await fetch(url.replace("/join/", "/api/v1/join/"), {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(url).origin },
    body: JSON.stringify({ name: "Luca Verdi", email, password: OWNER.password }),
  });
  expect(joined.ok).toBe(true);
  await page.goto(workspace.path(`contacts/${id}`));
  const saving = await holdBack(page, "PATCH", /\/contacts\/[0-9a-f-]+$/);
  await page.getByRole("combobox", { name: "Operators" }).click();
  await page.getByRole("option", { name: OWNER.name }).click();
  await saving.done;
  await page.getByRole("option", { name: "Luca Verdi" }).click();
  saving.release();
  const operators = async () => (await workspace.api.contacts.get({ id })).operators.toSorted();
  await expect.poll(operators).toEqual([OWNER.email, email]);
});

test("a note that is begun while the last one is saved stays", async ({ page, workspace }) => {
  const chatId = await customerWrites(workspace, "Good morning");
  await page.goto(workspace.path(`chat/${chatId}`));
  await page.getByText("Note", { exact: true }).click();
  const box = page.getByRole("textbox", { name: "A note only colleagues see" });
  await box.fill("Prefers mornings");
  const saving = await holdBack(page, "POST", /\/notes$/);
  await page.getByRole("button", { name: "Save note" }).click();
  await saving.done;
  await box.fill("Likes tulips");
  const reread = rereading(page, /\/chats/);
  saving.release();
  await reread;
  await expect(box).toHaveValue("Likes tulips");
  // What is saved leaves the field.
  await page.unroute(/\/notes$/);
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(page.getByRole("log", { name: "Messages" }).getByText("Likes tulips")).toBeVisible();
  await expect(box).toHaveValue("");
});

test("a template and an AI operator that one goes on writing while they are saved lose nothing, and can be saved again", async ({
  page,
  workspace,
}) => {
  const channelId = (await workspace.api.channels.list()).items[0]?.id ?? null;
  const definition = { body: "Your order is ready.", examples: {}, buttons: [] };
  const template = await workspace.api.templates.create({ name: "ready", category: "utility", language: "en", channelId, definition });
  const agent = await workspace.api.agents.create({ name: "Lina" });
  for (const [address, field, save, asked] of [
    [`templates/${template.id}`, "Text", "Save draft", { method: "PUT", address: /\/templates\// }],
    [`agents/${agent.id}`, "Instructions", "Save", { method: "PATCH", address: /\/agents\// }],
  ] as const) {
    await page.goto(workspace.path(address));
    const text = page.getByRole("textbox", { name: field, exact: true });
    const button = page.getByRole("button", { name: save, exact: true });
    await text.fill("Come and see.");
    const saving = await holdBack(page, asked.method, asked.address);
    await button.click();
    await saving.done;
    await text.fill("Come and see us.");
    const reread = rereading(page, asked.address);
    saving.release();
    await reread;
    await expect(text).toHaveValue("Come and see us.");
    await expect(button).toBeEnabled();
    await page.unroute(asked.address);
    await button.click();
    await expect(button).toBeDisabled();
  }
  expect((await workspace.api.templates.get({ id: template.id })).versions[0]?.definition.body).toBe("Come and see us.");
  expect((await workspace.api.agents.get({ id: agent.id })).settings.instructions).toBe("Come and see us.");
});

test("what one writes stays while the server cannot be asked, and is saved once it can", async ({ page, workspace }) => {
  const { id } = await workspace.api.contacts.upsert({ phone: "+393335556667", firstName: "Sara" });
  const address = /\/contacts\/[0-9a-f-]+$/;
  await page.goto(workspace.path(`contacts/${id}`));
  const email = page.getByRole("textbox", { name: "E-mail" });
  await email.fill("sara@example.org");
  let asked = 0;
  await page.route(address, async (route) => {
    asked++;
    await route.abort();
  });
  // It is read again, four times until that has failed.
  await workspace.api.contacts.update({ id, firstName: "Rosa" });
  await expect.poll(() => asked, { timeout: 30_000 }).toBe(4);
  await page.unroute(address);
  await workspace.api.contacts.update({ id, firstName: "Rosalia" });
  await expect(page.getByRole("heading", { name: "Rosalia", level: 1 })).toBeVisible();
  await expect(email).toHaveValue("sara@example.org");
  await email.press("Tab");
  await expect.poll(async () => (await workspace.api.contacts.get({ id })).email).toBe("sara@example.org");
});
