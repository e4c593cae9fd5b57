import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Workspace } from "./fixtures.ts";

const node = (page: Page, text: string) => page.locator(".react-flow__node", { hasText: text });
const write = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "Write as the customer" }).fill(text);
  await page.keyboard.press("Enter");
};

/** Asks for a colour, reminds after an hour without an answer. */
async function colour(workspace: Workspace): Promise<string> {
  await workspace.api.tags.create({ name: "colourful" });
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Colour",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["Hi"] }, next: "ask" }],
      steps: [
        {
          id: "ask",
          type: "send_message",
          label: "Ask",
          config: {
            kind: "buttons",
            text: "Red or blue, {{ contact.first_name }}?",
            buttons: [
              { id: "red", title: "Red" },
              { id: "blue", title: "Blue" },
            ],
            timeout: { hours: 1 },
          },
          exits: { red: "tag", timeout: "remind" },
        },
        { id: "tag", type: "add_tag", label: "Remember", config: { tags: ["colourful"] }, exits: {} },
        { id: "remind", type: "send_message", label: "Remind", config: { kind: "text", text: "Still there?" }, exits: {} },
      ],
    },
  });
  return id;
}

async function openTest(page: Page, workspace: Workspace, id: string): Promise<void> {
  await page.goto(workspace.path(`automations/${id}?mode=test`));
  await expect(page.getByTestId("test-clock")).toBeVisible();
}

test("the path lights up while one writes on the phone, and the clock jumps to the next timer", async ({ page, workspace }) => {
  await openTest(page, workspace, await colour(workspace));
  await write(page, "hi");
  const phone = page.getByRole("complementary", { name: "Test" });
  await expect(phone.getByText("Red or blue, Alex?")).toBeVisible();
  await expect(node(page, "Ask").locator("[data-trail]")).toHaveAttribute("data-trail", "current");
  await expect(node(page, "Remind").locator("[data-trail]")).toHaveAttribute("data-trail", "idle");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Jump 1 hour ahead" }).click();
  await expect(phone.getByText("Still there?")).toBeVisible();
  await expect(node(page, "Remind").locator("[data-trail]")).toHaveAttribute("data-trail", "visited");
  await expect(page.getByRole("button", { name: "Nothing waits for time" })).toBeDisabled();

  // From the beginning, with the keyboard alone.
  await page.getByRole("button", { name: "Start over with the draft as it is" }).press("Enter");
  await expect(phone.getByText("Still there?")).toHaveCount(0);
  await page.getByRole("button", { name: "Hi", exact: true }).press("Enter");
  await phone.getByRole("button", { name: "Red", exact: true }).press("Enter");
  await expect(node(page, "Remember").locator("[data-trail]")).toHaveAttribute("data-trail", "visited");
  await page.getByRole("tab", { name: "What happened" }).click();
  await expect(phone.getByText("colourful", { exact: true })).toBeVisible();
  await expectAccessible(page);
  // Nothing of it is in the workspace.
  expect((await workspace.api.contacts.list({})).items).toEqual([]);
});

test("what the draft does not listen to is said on the phone, with what it does listen to", async ({ page, workspace }) => {
  await openTest(page, workspace, await colour(workspace));
  const phone = page.getByRole("complementary", { name: "Test" });
  await write(page, "good morning");
  await expect(phone.getByText("Nothing here listens to this.")).toBeVisible();
  await phone.getByRole("status").getByRole("button", { name: "Hi", exact: true }).click();
  await expect(phone.getByText("Red or blue, Alex?")).toBeVisible();
  await expect(phone.getByText("Nothing here listens to this.")).toBeHidden();
});

test("the outside can be made to fail", async ({ page, workspace }) => {
  await openTest(page, workspace, await colour(workspace));
  await page.getByRole("button", { name: "Simulate" }).click();
  await page.getByRole("menuitem", { name: "WhatsApp refuses the next message" }).click();
  await expect(page.getByText("Simulated: WhatsApp refuses the next message.")).toBeVisible();
  await write(page, "hi");
  await expect(page.getByText("Not delivered", { exact: false })).toBeVisible();
  // What was simulated is over.
  await expect(page.getByText("Simulated: WhatsApp refuses the next message.")).toBeHidden();
});

test("whoever writes can be somebody the workspace knows something of", async ({ page, workspace }) => {
  await openTest(page, workspace, await colour(workspace));
  await page.getByRole("button", { name: "Who writes" }).click();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "First name" }).fill("Rosa");
  await page.getByRole("button", { name: "Begin the test" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await write(page, "hi");
  await expect(page.getByText("Red or blue, Rosa?")).toBeVisible();
});

test("a test is saved, runs before publishing, and warns where the draft has gone another way", async ({ page, workspace }) => {
  const id = await colour(workspace);
  await openTest(page, workspace, id);
  await write(page, "hi");
  await page.getByRole("button", { name: "Jump 1 hour ahead" }).click();
  await page.getByRole("tab", { name: "Saved tests" }).click();
  await page.getByRole("textbox", { name: "Save this as a test" }).fill("No answer");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("1 saved test", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText("1 passed, 0 failed")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Edit the file of No answer" }).click();
  await expect(page.getByRole("textbox", { name: "The test's file" })).toHaveValue(/Still there\?/);
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  const { draft, draftRevision } = await workspace.api.automations.get({ id });
  const steps = draft.steps.map((step) => (step.id === "remind" ? { ...step, config: { kind: "text", text: "Hello?" } } : step));
  await workspace.api.automations.saveDraft({ id, draft: { ...draft, steps }, draftRevision });
  await page.goto(workspace.path(`automations/${id}`));
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("A saved test fails on this draft.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Publish all the same" }).click();
  await expect(page.getByText("Active · v1")).toBeVisible();
});

test("on a telephone the test has the whole screen, and a way out", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTest(page, workspace, await colour(workspace));
  await write(page, "hi");
  await expect(page.getByText("Red or blue, Alex?")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole("button", { name: "Leave the test" }).click();
  await expect(page.getByTestId("test-clock")).toHaveCount(0);
});
