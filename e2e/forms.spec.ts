/** Forms of steps that ask for more than a schema can say by itself. */
import { expect, expectAccessible, test, type Workspace } from "./fixtures.ts";

const TRIGGER = { id: "t1", type: "customer_message", config: { match: "any" }, next: "s1" };

async function stepOf({ api, path }: Workspace, type: string, config: object) {
  const { id } = await api.automations.create({
    draft: { name: "One step", triggers: [TRIGGER], steps: [{ id: "s1", type, config, exits: {} }] },
  });
  const saved = async () => (await api.automations.get({ id })).draft.steps[0]?.config;
  return { saved, address: path(`automations/${id}?step=s1`) };
}

async function template({ api }: Workspace, name: string, definition: object): Promise<void> {
  const channelId = (await api.channels.list()).items[0]?.id ?? null;
  const { id } = await api.templates.create({ name, category: "utility", language: "en", channelId, definition: definition as never });
  await api.templates.submit({ id });
}

test("a template with a place on top asks where it is, and shows it", async ({ page, workspace }) => {
  await template(workspace, "where_we_are", {
    header: { type: "location" },
    body: "Come and see our new shop, we wait for you.",
    examples: {},
    buttons: [],
  });
  const { address, saved } = await stepOf(workspace, "send_message", { kind: "template", template: "where_we_are" });
  await page.goto(address);
  const form = page.getByRole("complementary", { name: "Settings of Send message" });
  await form.getByRole("textbox", { name: "Name of the place" }).fill("Fiori Bianchi");
  await form.getByRole("textbox", { name: "Latitude" }).fill("45.46");
  await form.getByRole("textbox", { name: "Longitude" }).fill("9.19");
  await expect(form.locator("[data-side=in][data-kind=template]")).toContainText("Fiori Bianchi");
  await expect.poll(saved).toMatchObject({ headerLocation: { name: "Fiori Bianchi", latitude: 45.46, longitude: 9.19 } });
  await expectAccessible(page);
});

test("PayPal asks for what its template needs, and how long the payment is waited for", async ({ page, workspace }) => {
  await template(workspace, "please_pay", {
    body: "Hello {{first_name}}, here you can pay your order.",
    examples: { first_name: "Anna" },
    buttons: [{ type: "url", text: "Pay", url: "https://pay.example/{{1}}", example: "https://pay.example/a" }],
  });
  const given = { connection: "", amount: "25.00", currency: "EUR", description: "Flowers", text: "{{ payment.link }}" };
  const { address, saved } = await stepOf(workspace, "paypal", given);
  await page.goto(address);
  const form = page.getByRole("complementary", { name: "Settings of PayPal" });
  await form.getByRole("switch", { name: "Send a template" }).click();
  await form.getByRole("textbox", { name: "Template" }).click();
  await page.getByRole("option", { name: "please_pay" }).click();
  await form.getByRole("textbox", { name: "first_name" }).fill("Anna");
  await form.getByRole("textbox", { name: "End of the link of “Pay”" }).fill("42");
  await form.getByRole("switch", { name: "Wait for the payment" }).click();
  await expect.poll(saved).toEqual({
    ...given,
    template: "please_pay",
    variables: { first_name: "Anna" },
    buttonParameters: [{ index: 0, text: "42" }],
    wait: { days: 3 },
  });
  await expectAccessible(page);
});

test("problems that are found late leave what one is choosing in its place", async ({ page, workspace }) => {
  for (const name of ["please_pay", "pay_soon"]) {
    await template(workspace, name, { body: "Here you can pay your order.", examples: {}, buttons: [] });
  }
  const given = {
    connection: "Nowhere",
    amount: "25.00",
    currency: "EUR",
    description: "Flowers",
    text: "{{ payment.link }}",
    template: "please_pay",
  };
  const { address, saved } = await stepOf(workspace, "paypal", given);
  // What an account's name is checked with comes last.
  const asked = Promise.withResolvers<void>();
  await page.route("**/api/v1/voice-agents", async (route) => {
    await asked.promise;
    await route.continue();
  });
  await page.goto(address);
  const form = page.getByRole("complementary", { name: "Settings of PayPal" });
  const picker = form.getByRole("textbox", { name: "Template" });
  const place = async () => (await picker.boundingBox()) ?? { y: 0, height: 0 };
  await expect(picker).toBeVisible();
  // The last thing to be seen of the form.
  const { y, height } = await place();
  await page.setViewportSize({ width: 1440, height: Math.ceil(y + height) + 8 });
  await picker.click();
  const option = page.getByRole("option", { name: "pay_soon" });
  await expect(option).toBeVisible();
  const before = await place();
  asked.resolve();
  await expect(form.getByRole("listitem").filter({ hasText: "Nowhere" })).toBeAttached();
  await expect.poll(async () => Math.round((await place()).y)).toBe(Math.round(before.y));
  await option.click();
  await expect.poll(saved).toEqual({ ...given, template: "pay_soon" });
});

test("ways of a branch that have no name yet are counted on the canvas", async ({ page, workspace }) => {
  const { address } = await stepOf(workspace, "branch", {
    mode: "value",
    field: "contact.tags",
    cases: [{ id: "c_abcdefgh", values: ["VIP"] }],
  });
  await page.goto(address);
  const form = page.getByRole("complementary", { name: "Settings of Branch" });
  await form.getByText("By chance", { exact: true }).click();
  const node = page.locator(".react-flow__node-step", { hasText: "Branch" });
  await expect(node.getByText("Way 1")).toBeVisible();
  await expect(node.getByText("Way 2")).toBeVisible();
  await form.getByRole("textbox", { name: "Name of way 1" }).fill("Half of them");
  await expect(node.getByText("Half of them")).toBeVisible();
});

test("a template is written and submitted inside the step that sends it", async ({ page, workspace }) => {
  const { address, saved } = await stepOf(workspace, "send_message", { kind: "template", template: "" });
  await page.goto(address);
  const form = page.getByRole("complementary", { name: "Settings of Send message" });
  await form.getByRole("textbox", { name: "Template" }).fill("Spring offer");
  await page.getByRole("option", { name: "Create “Spring offer”" }).click();
  const fresh = page.getByRole("dialog", { name: "New template" });
  await expect(fresh.getByRole("textbox", { name: "Name" })).toHaveValue("spring_offer");
  await fresh.getByRole("button", { name: "Write it" }).click();
  const editor = page.getByRole("dialog", { name: "spring_offer" });
  await editor.getByRole("textbox", { name: "Text", exact: true }).fill("Hello {{first_name}}, the tulips are here.");
  await expectAccessible(page);
  // What is not saved is not lost by a slip.
  const leaving = page.getByRole("dialog", { name: "Leave without saving?" });
  const cancel = leaving.getByRole("button", { name: "Cancel" });
  for (const stay of [() => cancel.click(), () => page.keyboard.press("Escape")]) {
    await page.keyboard.press("Escape");
    // The press that raised the question does not answer it, and the next one answers only the question.
    await expect(leaving.locator(":focus")).toHaveCount(1);
    await stay();
    await expect(leaving).toBeHidden();
  }
  await editor.getByRole("button", { name: "Submit for approval" }).click();
  await expect(editor.getByRole("tab", { name: /Approved/ })).toBeVisible();
  await editor.getByRole("button", { name: "Close" }).click();
  await expect(editor).toBeHidden();
  await expect(form.locator("[data-side=in][data-kind=template]")).toContainText("the tulips are here");
  await expect.poll(saved).toMatchObject({ kind: "template", template: "spring_offer" });
});

test("a person is invited inside the step that assigns operators", async ({ page, workspace }) => {
  const { address } = await stepOf(workspace, "add_operators", { operators: [], pick: "all" });
  await page.goto(address);
  await page.getByRole("button", { name: "Invite a person" }).click();
  const invite = page.getByRole("dialog", { name: "Invite" });
  await invite.getByRole("button", { name: "Make invitation" }).click();
  await expect(invite.getByRole("textbox", { name: "Invitation link" })).toHaveValue(/\/join\//);
});
