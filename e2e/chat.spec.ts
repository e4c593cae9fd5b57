import { answering, customerWrites, MARCO } from "./customer.ts";
import { expect, expectAccessible, OWNER, test } from "./fixtures.ts";

test("a message opens a chat, is answered by hand, and the customer's phone shows the answer", async ({ page, workspace }) => {
  await page.goto(workspace.path("chat"));
  await expect(page.getByText("No chats yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open the phone" }).click();
  const phone = page.getByRole("complementary", { name: "A customer's phone" });
  await phone.getByRole("textbox", { name: "Message" }).fill("Are you open on Sunday?");
  await phone.getByRole("button", { name: "Send" }).click();
  await expect(page).toHaveTitle("(1) Chat · Parola");
  const list = page.getByRole("region", { name: "Chat" });
  await list.getByRole("button", { name: /Are you open on Sunday/ }).click();
  await expect(page).toHaveTitle("Chat · Parola");
  const log = page.getByRole("log", { name: "Messages" });
  await expect(log.getByText("Are you open on Sunday?")).toBeVisible();
  await page.getByRole("textbox", { name: /^Write a message/ }).fill("Yes, until *noon*!");
  await page.keyboard.press("Enter");
  await expect(log.getByText("noon")).toBeVisible();
  await expect(phone.getByText("noon")).toBeVisible();
  await expect(log.getByRole("img", { name: /Delivered|Read/ })).toBeVisible();
  // Who writes takes over, and can give back.
  await page.getByRole("button", { name: /Give back/ }).click();
  await expect(page.getByRole("button", { name: /Take over/ })).toBeVisible();
});

test("the inbox works with the keyboard alone", async ({ page, workspace }) => {
  await customerWrites(workspace, "First", { phone: "+447700900201", name: "Ada" });
  await customerWrites(workspace, "Second", { phone: "+447700900202", name: "Bruno" });
  await page.goto(workspace.path("chat"));
  await expect(page.getByRole("button", { name: /Bruno/ })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: "Bruno" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: "Ada" })).toBeVisible();
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { name: "Bruno" })).toBeVisible();
  await page.keyboard.press("r");
  await page.keyboard.type("Hi Bruno");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log", { name: "Messages" }).getByText("Hi Bruno")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("Ada");
  await expect(page.getByRole("button", { name: /Bruno/ })).toHaveCount(0);
});

test("what an automation did stands between the messages, and why it started can be asked", async ({ page, workspace }) => {
  await answering(workspace, { name: "Greeter", phrase: "HELLO", answer: "Welcome to the shop!" });
  const chatId = await customerWrites(workspace, "hello");
  await page.goto(workspace.path(`chat/${chatId}`));
  const log = page.getByRole("log", { name: "Messages" });
  await expect(log.getByText("Welcome to the shop!")).toBeVisible();
  await log.getByText("Greeter started").click();
  await expect(log.getByText("Send message")).toBeVisible();
  await expectAccessible(page);
  await log.getByText("hello", { exact: true }).hover();
  await log.getByRole("button", { name: "Message actions" }).first().click();
  await page.getByRole("menuitem", { name: "Why did it start, or not?" }).click();
  await expect(page.getByRole("dialog")).toContainText("It started Greeter.");
});

test("notes, canned replies, tags and assignment", async ({ page, workspace }) => {
  await workspace.api.cannedReplies.create({ shortcut: "hours", text: "Hi {{ contact.first_name }}, we open at nine." });
  const chatId = await customerWrites(workspace, "Good morning");
  await page.goto(workspace.path(`chat/${chatId}`));
  await page.getByText("Note", { exact: true }).click();
  await page.getByRole("textbox", { name: "A note only colleagues see" }).fill("Prefers mornings");
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(page.getByRole("log", { name: "Messages" }).getByText("Prefers mornings")).toBeVisible();
  await page.getByText("Reply", { exact: true }).click();
  await page.getByRole("textbox", { name: /^Write a message/ }).fill("/ho");
  await page.getByRole("option", { name: /hours/ }).waitFor();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: /^Write a message/ })).toHaveValue("Hi Marco Rossi, we open at nine.");

  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await page.getByRole("menuitem", { name: OWNER.name }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: `Assigned to ${OWNER.email}` })).toBeVisible();
  await page.getByRole("button", { name: /^Mine/ }).click();
  await expect(page.getByRole("button", { name: /Marco Rossi/ })).toBeVisible();

  const panel = page.getByRole("complementary", { name: "Contact" });
  await panel.getByRole("combobox", { name: "Tags" }).fill("VIP");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await workspace.api.chats.get({ id: chatId })).fullContact.tags).toEqual(["VIP"]);
});

test("the list is narrowed to chats with a ticket in some status", async ({ page, workspace }) => {
  const chatId = await customerWrites(workspace, "It is broken");
  await customerWrites(workspace, "All is well", { phone: "+447700900219", name: "Zoe" });
  const { contact } = await workspace.api.chats.get({ id: chatId });
  await workspace.api.tickets.create({ title: "Broken", contactId: contact.id });
  await page.goto(workspace.path("chat"));
  await expect(page.getByRole("button", { name: /Zoe/ })).toBeVisible();
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.getByRole("combobox", { name: "With a ticket that is" }).click();
  await page.getByRole("option", { name: "Open", exact: true }).click();
  await expect(page.getByRole("button", { name: /Zoe/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Marco Rossi/ })).toBeVisible();
  await expect(page).toHaveURL(/ticket=open/);
});

test("at 390 pixels there is one column at a time, and back goes back", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await customerWrites(workspace, "Hi from my phone");
  await page.goto(workspace.path("chat"));
  await page.getByRole("button", { name: /Marco Rossi/ }).click();
  await expect(page.getByRole("heading", { name: MARCO.name })).toBeVisible();
  await expect(page.getByRole("searchbox", { name: "Search chats" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Contact", exact: true }).click();
  await expect(page.getByRole("complementary", { name: "Contact" })).toBeVisible();
  await page.getByRole("button", { name: "Close contact" }).click();
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(page.getByRole("button", { name: /Marco Rossi/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("several chats are ticked, changed together, and put back", async ({ page, workspace }) => {
  const names = ["Ada", "Bruno", "Carla"];
  const ids: string[] = [];
  for (const [index, name] of names.entries())
    ids.push(await customerWrites(workspace, `I am ${name}`, { phone: `+44770090021${index}`, name }));
  const unread = async () => await Promise.all(ids.map(async (id) => (await workspace.api.chats.get({ id })).unreadCount > 0));
  await page.goto(workspace.path("chat"));
  await page.getByRole("checkbox", { name: "Select the chat with Ada" }).check();
  const bar = page.getByRole("toolbar", { name: "With the selected chats" });
  await expect(bar).toContainText("1 selected");
  await page.getByRole("checkbox", { name: "Select the chat with Bruno" }).check();
  await expectAccessible(page);
  await bar.getByRole("button", { name: "Mark as read" }).click();
  await expect(page.getByText("2 chats marked as read")).toBeVisible();
  await expect(bar).toHaveCount(0);
  expect(await unread()).toEqual([false, false, true]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(unread).toEqual([true, true, true]);

  // The keyboard ticks the open chat.
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: "Carla" })).toBeVisible();
  await page.keyboard.press("x");
  await expect(bar).toContainText("1 selected");
  await bar.getByRole("checkbox", { name: "Select all" }).check();
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("menuitem", { name: OWNER.name }).click();
  await expect.poll(async () => (await workspace.api.chats.counts({})).mine).toBe(3);
  // Another view has another selection.
  await page.keyboard.press("x");
  await expect(bar).toBeVisible();
  await page.getByRole("button", { name: /^Mine/ }).click();
  await expect(bar).toHaveCount(0);
});

test("what could not be sent stays in the chat, is sent once when tried again, and a draft waits for its chat", async ({
  page,
  workspace,
}) => {
  const chatId = await customerWrites(workspace, "Are you there?");
  const longWord = "A".repeat(400);
  await customerWrites(workspace, longWord, { phone: "+447700900230", name: "W".repeat(100) });
  await page.goto(workspace.path(`chat/${chatId}`));
  const log = page.getByRole("log", { name: "Messages" });
  const box = page.getByRole("textbox", { name: /^Write a message/ });
  // The server takes the message, but its answer gets lost on the way.
  await page.route("**/api/v1/chats/*/messages", async (route) => {
    if (route.request().method() !== "POST") return await route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await box.fill("Yes, we are");
  await page.keyboard.press("Enter");
  await expect(log.getByRole("alert")).toContainText("Not sent. The server could not be reached.", { timeout: 30_000 });
  await expectAccessible(page);
  await page.unroute("**/api/v1/chats/*/messages");
  await log.getByRole("button", { name: "Try again" }).click();
  await expect(log.getByRole("alert")).toHaveCount(0);
  const sent = async () =>
    (await workspace.api.chats.messages({ id: chatId })).items.filter(({ direction }) => direction === "out").map(({ text }) => text);
  await expect.poll(sent).toEqual(["Yes, we are"]);
  await expect(log.getByText("Yes, we are")).toHaveCount(1);

  await box.fill("Half writ");
  await page.getByRole("button", { name: /WWWW/ }).click();
  await expect(log.getByText(longWord)).toBeVisible();
  await expect(box).toHaveValue("");
  const bubble = log.getByText(longWord);
  expect(await bubble.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await page.getByRole("button", { name: /Marco Rossi/ }).click();
  await expect(box).toHaveValue("Half writ");
  await page.reload();
  await expect(box).toHaveValue("Half writ");
  // What the server refuses can be thrown away.
  await page.route("**/api/v1/chats/*/messages", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 409,
          contentType: "application/problem+json",
          json: { code: "window_closed", status: 409, detail: "Too late" },
        })
      : route.fallback(),
  );
  await page.keyboard.press("r");
  await box.press("Enter");
  await expect(log.getByRole("alert")).toContainText("More than 24 hours since the customer wrote");
  await log.getByRole("button", { name: "Discard" }).click();
  await expect(log.getByRole("alert")).toHaveCount(0);
  expect(await sent()).toEqual(["Yes, we are"]);
});
