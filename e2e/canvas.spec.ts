/** What hands do on the canvas: with the keyboard alone, and across automations. */
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Workspace } from "./fixtures.ts";

const nodes = (page: Page) => page.locator(".react-flow__node-step");
const node = (page: Page, text: string) => page.locator(".react-flow__node-step", { hasText: text });
const draftOf = async ({ api }: Workspace, id: string) => (await api.automations.get({ id })).draft;

async function chain({ api }: Workspace, name = "Chain"): Promise<string> {
  const { id } = await api.automations.create({
    draft: {
      name,
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: [name] }, next: "s1" }],
      steps: [
        { id: "s1", type: "send_message", config: { kind: "text", text: "First words" }, exits: { next: "s2" } },
        { id: "s2", type: "delay", config: { for: { hours: 2 } }, exits: { next: "s3" } },
        { id: "s3", type: "send_message", config: { kind: "text", text: "Last words" }, exits: {} },
      ],
    },
  });
  return id;
}

test("steps are framed in a group by key, named, moved as one, and let go again", async ({ page, workspace }) => {
  const id = await chain(workspace);
  await page.goto(workspace.path(`automations/${id}`));
  await node(page, "First words").click();
  await node(page, "2 hours").click({ modifiers: ["ControlOrMeta"] });
  await page.keyboard.press("ControlOrMeta+g");
  await page.getByRole("textbox", { name: "Name of the group" }).fill("The beginning");
  await page.keyboard.press("Enter");
  await expect(page.locator(".react-flow__node-group-frame")).toContainText("The beginning");
  await expectAccessible(page);
  await expect
    .poll(async () => (await draftOf(workspace, id)).canvas?.groups)
    .toMatchObject([{ title: "The beginning", nodes: ["s1", "s2"] }]);
  const places = async () => (await draftOf(workspace, id)).steps.map(({ position }) => position?.x ?? 0);
  const before = await places();
  const frame = page.locator(".react-flow__node-group-frame");
  await frame.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await places())[0]).toBeGreaterThan(before[0] ?? 0);
  const after = await places();
  expect((after[1] ?? 0) - (before[1] ?? 0)).toBe((after[0] ?? 0) - (before[0] ?? 0));
  expect(after[2]).toBe(before[2]);
  await page.getByRole("button", { name: "Ungroup" }).click();
  await expect(frame).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(frame).toHaveCount(1);
});

test("everything goes by keyboard: select all, duplicate, tidy up, undo, redo, find, delete", async ({ page, workspace }) => {
  const id = await chain(workspace);
  await page.goto(workspace.path(`automations/${id}`));
  await expect(nodes(page)).toHaveCount(4);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+d");
  await page.keyboard.press("f");
  await expect(nodes(page)).toHaveCount(8);
  await page.keyboard.press("l");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(nodes(page)).toHaveCount(4);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await page.keyboard.press("f");
  await expect(nodes(page)).toHaveCount(8);
  await page.keyboard.press("Delete");
  await expect(nodes(page)).toHaveCount(4);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+f");
  await page.getByPlaceholder("Find a step by its words…").fill("last");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Settings of Send message" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Text", exact: true })).toHaveValue("Last words");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Group the selected");
});

test("the keyboard goes from a step into its form and back, and to what was just added", async ({ page, workspace }) => {
  const id = await chain(workspace);
  await page.goto(workspace.path(`automations/${id}`));
  await node(page, "First words").focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("complementary", { name: "Settings of Send message" });
  await expect(form.locator(":focus")).toHaveCount(1);
  // An arrow is drawn without the pointer, too.
  await form.getByRole("combobox", { name: "If it fails" }).focus();
  await page.keyboard.type("Last words");
  await expect(page.getByRole("option", { name: /Last words/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await draftOf(workspace, id)).steps[0]?.exits).toEqual({ next: "s2", failed: "s3" });
  await page.keyboard.press("Escape");
  await expect(node(page, "First words")).toBeFocused();
  await expect(form).toBeVisible();
  await page.keyboard.press("a");
  await page.keyboard.type("add tag");
  await page.keyboard.press("Enter");
  await expect(node(page, "Add tag")).toBeFocused();
  await page.keyboard.press("f");
  await node(page, "Last words").focus();
  await page.keyboard.down("Shift");
  await expect(page.locator(".react-flow__pane.selection")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await page.keyboard.up("Shift");
  await expect(page.getByRole("button", { name: "Align" })).toBeVisible();
});

test("undo and redo go through notes and groups; Enter writes them", async ({ page, workspace }) => {
  const id = await chain(workspace);
  await page.goto(workspace.path(`automations/${id}`));
  const canvas = async () => (await draftOf(workspace, id)).canvas ?? null;
  const note = page.getByRole("textbox", { name: "Note", exact: true });
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(note).toBeFocused();
  await page.keyboard.type("Ask legal");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+g");
  await expect(page.getByRole("textbox", { name: "Name of the group" })).toBeFocused();
  await page.keyboard.type("All of it");
  await page.keyboard.press("Enter");
  const groups = [{ title: "All of it" }];
  await expect.poll(canvas).toMatchObject({ notes: [{ text: "Ask legal" }], groups });
  // What the selected frame holds stays in front of it.
  await node(page, "First words").click();
  await expect(page.getByRole("complementary", { name: "Settings of Send message" })).toBeVisible();
  for (let step = 0; step < 4; step++) await page.keyboard.press("ControlOrMeta+z");
  await expect(page.locator(".react-flow__node-note")).toHaveCount(0);
  for (let step = 0; step < 4; step++) await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(page.locator(".react-flow__node-note")).toContainText("Ask legal");
  await expect(page.locator(".react-flow__node-group-frame")).toContainText("All of it");
  await page.locator(".react-flow__node-note").focus();
  await page.keyboard.press("Enter");
  await expect(note).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Ask Marta");
  await page.keyboard.press("Escape");
  await expect.poll(canvas).toMatchObject({ notes: [{ text: "Ask Marta" }], groups });
});

test("what is copied as text is pasted into another automation", async ({ page, context, workspace }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const from = await chain(workspace, "Source");
  const to = await chain(workspace, "Target");
  await page.goto(workspace.path(`automations/${from}`));
  await node(page, "First words").click();
  await node(page, "2 hours").click({ modifiers: ["Shift"] });
  await page.keyboard.press("ControlOrMeta+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("type: send_message");
  await page.goto(workspace.path(`automations/${to}`));
  await expect(nodes(page)).toHaveCount(4);
  await page.locator(".react-flow__pane").click({ position: { x: 500, y: 120 } });
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(async () => (await draftOf(workspace, to)).steps.length).toBe(5);
  const pasted = (await draftOf(workspace, to)).steps.slice(3);
  expect(pasted.map(({ type }) => type)).toEqual(["send_message", "delay"]);
  expect(pasted[0]?.exits).toEqual({ next: pasted[1]?.id });
});

test("an arrow is drawn by dragging, several steps are aligned, a note is stuck beside them", async ({ page, workspace }) => {
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Loose",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["LOOSE"] }, next: "s1", position: { x: 0, y: 0 } }],
      steps: [
        { id: "s1", type: "delay", config: { for: { hours: 1 } }, exits: {}, position: { x: 360, y: 40 } },
        { id: "s2", type: "delay", config: { for: { hours: 3 } }, exits: {}, position: { x: 720, y: 200 } },
      ],
    },
  });
  await page.goto(workspace.path(`automations/${id}`));
  const exit = page.getByRole("button", { name: /^Add step after Delay/ }).first();
  const target = node(page, "3 hours").locator(".react-flow__handle-left");
  await exit.hover();
  await page.mouse.down();
  const box = await target.boundingBox();
  await page.mouse.move((box?.x ?? 0) - 20, (box?.y ?? 0) - 20, { steps: 4 });
  await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await draftOf(workspace, id)).steps[0]?.exits).toEqual({ next: "s2" });
  await node(page, "1 hour").click();
  // The panel has opened over the other one.
  await page.keyboard.press("f");
  await node(page, "3 hours").click({ modifiers: ["ControlOrMeta"] });
  await page.getByRole("button", { name: "Align" }).click();
  await page.getByRole("menuitem", { name: "Align top" }).click();
  await expect
    .poll(async () => {
      const { steps } = await draftOf(workspace, id);
      return (steps[0]?.position?.y ?? 0) - (steps[1]?.position?.y ?? 0);
    })
    .toBe(0);
  await page.getByRole("button", { name: "Add note" }).click();
  await page.getByRole("textbox", { name: "Note" }).fill("Ask Anna before changing this");
  await page.locator(".react-flow__pane").click({ position: { x: 500, y: 60 } });
  await expect.poll(async () => (await draftOf(workspace, id)).canvas?.notes).toMatchObject([{ text: "Ask Anna before changing this" }]);
});

test("moving the canvas while it is not displayed does not lose it", async ({ page, workspace }) => {
  const id = await chain(workspace);
  await page.goto(workspace.path(`automations/${id}`));
  await expect(node(page, "First words")).toBeVisible();
  const hidden = await page.addStyleTag({ content: ".react-flow { display: none }" });
  for (const key of ["f", "+", "-"]) await page.keyboard.press(key);
  await page.keyboard.press("ControlOrMeta+f");
  await page.getByPlaceholder("Find a step by its words…").fill("last");
  await page.keyboard.press("Enter");
  // As long as any of these moves would take.
  await page.waitForTimeout(600);
  await hidden.evaluate((style) => (style as HTMLElement).remove());
  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  await expect(node(page, "First words")).toBeInViewport();
  expect(await page.locator(".react-flow__viewport").getAttribute("style")).not.toContain("NaN");
});

test("the whole automation is in sight when the phone opens beside it and when it closes", async ({ page, workspace }) => {
  const { automationId } = await workspace.api.gallery.import({ id: "welcome", language: "en" });
  await page.addInitScript(() => localStorage.setItem("parola.phone", "true"));
  await page.goto(workspace.path(`automations/${automationId}`));
  const phone = page.getByRole("complementary", { name: "A customer's phone" });
  await expect(phone).toBeVisible();
  const count = (await draftOf(workspace, automationId)).steps.length + 1;
  const allInSight = async () => {
    const pane = await page.locator(".react-flow").boundingBox();
    const boxes = await Promise.all((await nodes(page).all()).map((one) => one.boundingBox()));
    return boxes.length === count && boxes.every((box) => box && pane && box.x >= pane.x && box.x + box.width <= pane.x + pane.width);
  };
  await expect.poll(allInSight).toBe(true);
  const zoom = async () => Number((await page.getByRole("button", { name: "Zoom to 100 %" }).textContent())?.replace("%", ""));
  const beside = await zoom();
  await phone.getByRole("button", { name: "Close" }).click();
  await expect.poll(zoom).toBeGreaterThan(beside);
  await expect.poll(allInSight).toBe(true);
  await page.getByRole("button", { name: "Phone", exact: true }).click();
  await expect.poll(zoom).toBe(beside);
  await expect.poll(allInSight).toBe(true);
});
