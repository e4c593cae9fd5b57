import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Workspace } from "./fixtures.ts";

const node = (page: Page, text: string) => page.locator(".react-flow__node", { hasText: text });
const saved = (page: Page) => expect(page.getByRole("status").getByText("Saved", { exact: true })).toBeVisible();

async function chain(workspace: Workspace): Promise<string> {
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Chain",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["GO"] }, next: "s1" }],
      steps: [
        { id: "s1", type: "send_message", config: { kind: "text", text: "First words" }, exits: { next: "s2" } },
        { id: "s2", type: "delay", config: { for: { hours: 2 } }, exits: { next: "s3" } },
        { id: "s3", type: "send_message", config: { kind: "text", text: "Last words" }, exits: {} },
      ],
    },
  });
  return id;
}

test("an automation is drawn from nothing, published, and active", async ({ page, workspace }) => {
  const { id } = await workspace.api.automations.create({ draft: { name: "Greeting", triggers: [], steps: [] } });
  await page.goto(workspace.path(`automations/${id}`));
  await page.getByRole("button", { name: "Customer writes" }).click();
  await page.getByPlaceholder("Type a phrase, press Enter").fill("HELLO");
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: /^Add step after Customer writes/ })
    .first()
    .click();
  await page.keyboard.type("send message");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Welcome, {{ contact.first_name }}!");
  await expect(node(page, "Welcome, {first_name}!")).toBeVisible();
  await saved(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByText("Active · v1")).toBeVisible();
  const { draft, state } = await workspace.api.automations.get({ id });
  expect(state).toBe("active");
  expect(draft.steps).toMatchObject([{ type: "send_message", config: { kind: "text", text: "Welcome, {{ contact.first_name }}!" } }]);
  expect(draft.triggers).toMatchObject([{ type: "customer_message", config: { phrases: ["HELLO"] }, next: draft.steps[0]?.id }]);
});

test("taking a step out closes the chain, and undo brings it back", async ({ page, workspace }) => {
  const id = await chain(workspace);
  await page.goto(workspace.path(`automations/${id}`));
  await node(page, "2 hours").click();
  await page.keyboard.press("Delete");
  await expect(node(page, "2 hours")).toHaveCount(0);
  await saved(page);
  const steps = async () => (await workspace.api.automations.get({ id })).draft.steps.map((step) => [step.id, step.exits]);
  await expect.poll(steps).toEqual([
    ["s1", { next: "s3" }],
    ["s3", {}],
  ]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(node(page, "2 hours")).toBeVisible();
  await expect.poll(async () => (await steps()).length).toBe(3);
});

test("a step is put between two, by the plus on the arrow", async ({ page, workspace }) => {
  const id = await chain(workspace);
  await page.goto(workspace.path(`automations/${id}`));
  await page.locator('button[data-edge="s1-s2"]').click();
  await page.keyboard.type("add tag");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Settings of Add tag" })).toBeVisible();
  await expect.poll(async () => (await workspace.api.automations.get({ id })).draft.steps.length).toBe(4);
  const { steps } = (await workspace.api.automations.get({ id })).draft;
  const added = steps.find((step) => step.type === "add_tag");
  expect(steps.find((step) => step.id === "s1")?.exits).toEqual({ next: added?.id });
  expect(added?.exits).toEqual({ next: "s2" });
});

test("two people editing lose nothing", async ({ page, context, workspace }) => {
  const id = await chain(workspace);
  const other = await context.newPage();
  for (const one of [page, other]) {
    await one.goto(workspace.path(`automations/${id}`));
    await expect(node(one, "First words")).toBeVisible();
  }
  await node(page, "First words").click();
  await node(other, "Last words").click();
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Words of the one");
  await other.getByRole("textbox", { name: "Text", exact: true }).fill("Words of the other");
  for (const one of [page, other]) await one.getByRole("button", { name: "Show everything" }).click();
  await expect(node(page, "Words of the other")).toBeVisible();
  await expect(node(other, "Words of the one")).toBeVisible();
  await saved(page);
  await saved(other);
  const texts = (await workspace.api.automations.get({ id })).draft.steps.map((step) => step.config["text"]);
  expect(texts).toEqual(["Words of the one", undefined, "Words of the other"]);
});

test("two who write in the same place are both told, and each can choose", async ({ page, context, workspace }) => {
  const id = await chain(workspace);
  const other = await context.newPage();
  // The other's saving is held back until the first has saved.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await other.route("**/draft", async (route) => {
    await held;
    await route.continue();
  });
  await other.route("**/events*", (route) => route.abort());
  for (const one of [page, other]) {
    await one.goto(workspace.path(`automations/${id}`));
    await node(one, "First words").click();
  }
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Words of the one");
  await saved(page);
  await other.getByRole("textbox", { name: "Text", exact: true }).fill("Words of the other");
  release();
  await expect(other.getByRole("dialog")).toContainText("Words of the one");
  await expect(page.getByText("what you had written here")).toBeVisible();
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("dialog")).toContainText("Words of the other");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Put mine back" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("what you had written here")).toHaveCount(0);
  await expect.poll(async () => (await workspace.api.automations.get({ id })).draft.steps[0]?.config["text"]).toBe("Words of the one");
});

test("what was received is offered among the variables, with its value; nothing found is said", async ({ page, workspace, request }) => {
  const { api } = workspace;
  const { id } = await api.automations.create({
    draft: {
      name: "Order",
      triggers: [{ id: "t1", type: "integration", config: { platform: "api" }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "text", text: "Order " }, exits: {} }],
    },
  });
  const hook = await api.hooks.ensure({ automationId: id, triggerId: "t1" });
  const { secret } = await api.hooks.secret({ id: hook.id });
  await request.post(hook.url, {
    headers: { authorization: `Bearer ${secret}` },
    data: { phone: "+393330000001", order: { number: "1043" } },
  });
  await page.goto(workspace.path(`automations/${id}?step=s1`));
  await page.getByRole("button", { name: "Insert a variable" }).first().click();
  const search = page.getByRole("textbox", { name: "Find a variable…" });
  await search.fill("zzz");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await search.fill("order.number");
  await expect(page.getByText("1043")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Text", exact: true })).toHaveValue(/\{\{ trigger\.payload\.order\.number \}\}/);
});

test("a problem is shown on its step, and its button mends it", async ({ page, workspace }) => {
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Broken",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["GO"] }, next: "s1" }],
      steps: [{ id: "s1", type: "add_tag", config: { tags: ["newcomer"] }, exits: {} }],
    },
  });
  await page.goto(workspace.path(`automations/${id}`));
  await expect(node(page, "Add tag").getByRole("img", { name: "1 problem" })).toBeVisible();
  await node(page, "Add tag").click();
  await page.getByRole("button", { name: "Create “newcomer”" }).click();
  await expect(node(page, "Add tag").getByRole("img", { name: "1 problem" })).toHaveCount(0);
  expect((await workspace.api.tags.list()).items.map((tag) => tag.name)).toContain("newcomer");
});
