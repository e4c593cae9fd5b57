/** The customer's phone: it says why nothing answered, and leads to what mends it. */
import type { Page } from "@playwright/test";
import { answering, MARCO } from "./customer.ts";
import { expect, expectAccessible, test, type Workspace } from "./fixtures.ts";

/** The page with the phone beside it, held by `MARCO`. */
async function openWithPhone(page: Page, { slug, path }: Workspace, below: string) {
  await page.addInitScript(
    ([key, customer]) => {
      localStorage.setItem("parola.phone", "true");
      if (!localStorage.getItem(key)) localStorage.setItem(key, customer);
    },
    [`parola.customer.${slug}`, JSON.stringify(MARCO)] as const,
  );
  await page.goto(path(below));
  const phone = page.getByRole("complementary", { name: "A customer's phone" });
  return {
    phone,
    notice: phone.getByRole("status"),
    async write(text: string) {
      await phone.getByRole("textbox", { name: "Message" }).fill(text);
      await phone.getByRole("button", { name: "Send" }).click();
    },
  };
}

test("who wrote to an automation that is not published is led to publishing it, and writes again", async ({ page, workspace }) => {
  const { phone, notice, write } = await openWithPhone(page, workspace, "automations");
  await write("hello");
  await expect(notice).toContainText("no automation starts when a customer writes");
  await expect(notice.getByRole("link", { name: "Choose an automation" })).toBeVisible();
  await expectAccessible(page);

  await workspace.api.automations.create({
    draft: {
      name: "Hello there",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["hello"] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "text", text: "Welcome!" }, exits: {} }],
    },
  });
  await expect(notice).toContainText("Hello there would answer this, but it is not published yet.");
  await notice.getByRole("button", { name: "What every start step thought of it" }).click();
  const explanation = page.getByRole("dialog");
  await expect(explanation).toContainText("The automation was never published.");
  await page.keyboard.press("Escape");
  await expect(explanation).toBeHidden();
  await notice.getByRole("link", { name: "Publish…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish version 1" }).click();
  await expect(notice).toContainText("Hello there would answer this now.");
  await notice.getByRole("button", { name: "Write it again" }).click();
  await expect(phone.getByText("Welcome!")).toBeVisible();
  await expect(notice).toBeHidden();
});

test("who wrote something nothing listens to is offered what does", async ({ page, workspace }) => {
  await answering(workspace, { phrase: "PRICES", answer: "From 10 €" });
  const { phone, notice, write } = await openWithPhone(page, workspace, "automations");
  await write("how much?");
  await expect(notice).toContainText("No start step listens to “how much?”.");
  await notice.getByRole("button", { name: "PRICES" }).click();
  await expect(phone.getByText("From 10 €")).toBeVisible();
});

test("who has had an automation that starts once writes as a new customer", async ({ page, workspace }) => {
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "First time",
      settings: { reentry: "once" },
      triggers: [{ id: "t1", type: "customer_message", config: { match: "any" }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "text", text: "Nice to meet you" }, exits: {} }],
    },
  });
  await workspace.api.automations.publish({ id });
  await workspace.api.automations.activate({ id });
  const { phone, notice, write } = await openWithPhone(page, workspace, `automations/${id}`);
  await write("hi");
  await expect(phone.getByText("Nice to meet you")).toBeVisible();
  await write("hi again");
  await expect(notice).toContainText("First time starts once per customer, and this one has had it.");
  await notice.getByRole("button", { name: "Write as a new customer" }).click();
  await expect(phone.getByText("hi again")).toBeHidden();
  await write("hi");
  await expect(phone.getByText("Nice to meet you")).toBeVisible();
});

test("what took the message and waits says so", async ({ page, workspace }) => {
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Patience",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["WAIT"] }, next: "s1" }],
      steps: [{ id: "s1", type: "delay", config: { for: { days: 2 } }, exits: {} }],
    },
  });
  await workspace.api.automations.publish({ id });
  await workspace.api.automations.activate({ id });
  const { notice, write } = await openWithPhone(page, workspace, "automations");
  await write("wait");
  await expect(notice).toContainText("Patience took this message and goes on in 2 days");
  await notice.getByRole("link", { name: "Show on the canvas" }).click();
  await expect(page.getByRole("complementary", { name: "Live" }).getByText(MARCO.name)).toBeVisible();
});

test("while a person has the chat the AI is said to keep silent, until it is given back", async ({ page, workspace }) => {
  await workspace.api.agents.create({ name: "Robin", isDefault: true });
  const { notice, write } = await openWithPhone(page, workspace, "automations");
  const channel = (await workspace.api.channels.list()).items.find(({ kind }) => kind === "sandbox");
  await workspace.api.sandbox.send({ channelId: channel?.id ?? "", from: MARCO, action: { type: "text", text: "Hello?" } });
  await expect.poll(async () => (await workspace.api.chats.list({})).items.length).toBe(1);
  const [chat] = (await workspace.api.chats.list({})).items;
  await workspace.api.chats.takeOver({ id: chat?.id ?? "" });
  await write("Anybody?");
  await expect(notice).toContainText("the AI keeps silent because a person has this chat");
  await notice.getByRole("button", { name: "Give back to the bot" }).click();
  await expect.poll(async () => (await workspace.api.chats.get({ id: chat?.id ?? "" })).owner).not.toBe("human");
});

test("the way of the phone's customer lights up on the canvas while one edits, with what the steps did", async ({ page, workspace }) => {
  await workspace.api.tags.create({ name: "greeted" });
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Greeter",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["HELLO"] }, next: "s1" }],
      steps: [
        { id: "s1", type: "send_message", config: { kind: "text", text: "Welcome!" }, exits: { next: "s2" } },
        { id: "s2", type: "add_tag", config: { tags: ["greeted"] }, exits: { next: "s3" } },
        { id: "s3", type: "delay", config: { for: { days: 2 } }, exits: { next: "s4" } },
        { id: "s4", type: "mark_unread", config: {}, exits: {} },
      ],
    },
  });
  await workspace.api.automations.publish({ id });
  await workspace.api.automations.activate({ id });
  const { phone, write } = await openWithPhone(page, workspace, `automations/${id}`);
  const node = (text: string) => page.locator(".react-flow__node-step", { hasText: text }).locator("[data-kind]");
  await expect(node("2 days")).toBeVisible();
  await expect(node("2 days")).not.toHaveAttribute("data-trail");
  await write("hello");
  await expect(node("Customer writes")).toHaveAttribute("data-trail", "visited");
  await expect(node("Welcome!")).toHaveAttribute("data-trail", "visited");
  await expect(node("2 days")).toHaveAttribute("data-trail", "current");
  await expect(node("greeted").getByText("Added: greeted")).toBeVisible();
  // What it has not come to stays as it is: one may go on editing.
  await expect(node("Mark unread")).not.toHaveAttribute("data-trail");
  await page.locator(".react-flow__node-step", { hasText: "Welcome!" }).click();
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Welcome back!");
  await expect(node("Welcome back!")).toHaveAttribute("data-trail", "visited");
  // Another customer has not been here; nor is anybody shown without the phone.
  await phone.getByRole("button", { name: "Close" }).click();
  await expect(node("2 days")).not.toHaveAttribute("data-trail");
});
