import type { Locator } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures.ts";

test("a template is written, checked, submitted, and on the sandbox number approved", async ({ page, workspace }) => {
  await page.goto(workspace.path("templates"));
  await expect(page.getByText("No templates yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New template" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Order Shipped");
  await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("order_shipped");
  await dialog.getByRole("button", { name: "Write it" }).click();
  await expect(page.getByRole("heading", { name: "order_shipped", level: 1 })).toBeVisible();
  // A body must not end with a variable: the local check says so before Meta does.
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Hello {{first_name}}");
  await expect(page.getByText(/thing.* to mend/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Submit for approval" })).toBeDisabled();
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Hello {{first_name}}, your order is on its way to you today.");
  await expect(page.getByRole("img", { name: "Preview of the message" })).toContainText("Hello Anna");
  await expectAccessible(page);
  // A draft takes another name and category; what is being written stays.
  const rename = async (name: string) => {
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Name and category" }).click();
    return page.getByRole("dialog", { name: `Name and category of ${name}` });
  };
  const draft = await rename("order_shipped");
  await draft.getByRole("textbox", { name: "Name" }).fill("Order on its way");
  await draft.getByRole("radio", { name: "Marketing" }).check();
  await draft.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "order_on_its_way", level: 1 })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Text", exact: true })).toHaveValue(/on its way to you today/);
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page.getByRole("tab", { name: /Approved/ })).toBeVisible();
  const known = await rename("order_on_its_way");
  await expect(known).toContainText("Meta knows this template");
  await known.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name" })).toHaveValue("order_on_its_way_2");
});

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

test("a chat asks for everything a template needs, and sends nothing before it is there", async ({ page, workspace }) => {
  const channelId = (await workspace.api.channels.list()).items[0]?.id ?? null;
  const make = async (name: string, definition: object) => {
    const { id } = await workspace.api.templates.create({
      name,
      category: "marketing",
      language: "en",
      channelId,
      definition: definition as never,
    });
    await workspace.api.templates.submit({ id });
  };
  await make("spring_sale", {
    header: { type: "image", exampleHandle: "4::aW1hZ2U" },
    body: "Hello {{first_name}}, everything is {{discount}} off until Sunday.",
    examples: { first_name: "Anna", discount: "20%" },
    buttons: [
      { type: "url", text: "See it", url: "https://shop.example/p/{{1}}", example: "https://shop.example/p/roses" },
      { type: "copy_code", example: "SAVE20" },
    ],
  });
  const contact = await workspace.api.contacts.upsert({ phone: "+447700900334", firstName: "Nina" });
  const { id: chatId } = await workspace.api.chats.open({ contactId: contact.id });
  await page.goto(workspace.path(`chat/${chatId}`));
  await page.getByRole("button", { name: "Template", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /spring_sale/ }).click();
  const send = dialog.getByRole("button", { name: "Send" });
  await expect(dialog.getByText("4 values are still missing.")).toBeVisible();
  await expect(send).toBeDisabled();
  await dialog.locator("input[type=file]").setInputFiles({ name: "tulips.png", mimeType: "image/png", buffer: PIXEL });
  await expect(dialog.getByText("Picture on top: tulips.png")).toBeVisible();
  // It is read from this workspace, whichever the person looked at last: one that cannot be read is no picture.
  const picture = dialog.getByRole("img", { name: "Preview of the message" }).locator("img");
  await expect(picture).toHaveAttribute("src", /media/);
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBe(1);
  await dialog.getByRole("textbox", { name: "discount" }).fill("20%");
  await dialog.getByRole("textbox", { name: "End of the link of “See it”" }).fill("tulips");
  await expect(dialog.getByText("It opens https://shop.example/p/tulips")).toBeVisible();
  await expect(dialog.getByText("One value is still missing.")).toBeVisible();
  await expect(send).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole("textbox", { name: "Code to copy" }).fill("TULIP5");
  await send.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("log", { name: "Messages" }).getByText("Hello Nina, everything is 20% off until Sunday.")).toBeVisible();
  await expect
    .poll(async () => (await workspace.api.chats.messages({ id: chatId })).items[0])
    .toMatchObject({
      status: expect.stringMatching(/delivered|read/),
      content: {
        headerMedia: { mediaType: "image", filename: "tulips.png" },
        buttonParameters: [
          { index: 0, subType: "url", text: "tulips" },
          { index: 1, subType: "copy_code", text: "TULIP5" },
        ],
      },
    });
});

test("outside the window a chat offers only templates, filled for the contact", async ({ page, workspace }) => {
  const template = await workspace.api.templates.create({
    name: "come_back",
    category: "utility",
    language: "en",
    channelId: (await workspace.api.channels.list()).items[0]?.id ?? null,
    definition: { body: "Hello {{first_name}}, we have news about your order.", examples: { first_name: "Anna" }, buttons: [] },
  });
  await workspace.api.templates.submit({ id: template.id });
  const contact = await workspace.api.contacts.upsert({ phone: "+447700900333", firstName: "Nina" });
  await page.goto(workspace.path(`contacts/${contact.id}`));
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(page.getByText("This customer has not written yet.")).toBeVisible();
  await page.getByRole("button", { name: "Template", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /come_back/ })
    .click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "first_name" })).toHaveValue("Nina");
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("log", { name: "Messages" }).getByText("Hello Nina, we have news about your order.")).toBeVisible();
});

test("a template looks as on the phone wherever it is shown: header, marks, footer, each button by its kind", async ({
  page,
  workspace,
}) => {
  const channelId = (await workspace.api.channels.list()).items[0]?.id ?? null;
  const { id: templateId } = await workspace.api.templates.create({
    name: "order_ready",
    category: "utility",
    language: "en",
    channelId,
    definition: {
      header: { type: "text", text: "Order {{1}} is ready", example: "1001" },
      body: "Hello {{1}}, your *flowers* wait for you until Sunday.",
      footer: "Fiori Bianchi",
      examples: { "1": "Anna" },
      buttons: [
        { type: "url", text: "Track it", url: "https://shop.example/t/{{1}}", example: "https://shop.example/t/a" },
        { type: "phone_number", text: "Call us", phoneNumber: "+393331234567" },
        { type: "copy_code", example: "SAVE20" },
        { type: "quick_reply", text: "Thanks!" },
      ],
    },
  });
  await workspace.api.templates.submit({ id: templateId });
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Ready",
      triggers: [{ id: "t1", type: "customer_message", config: { match: "any" }, next: "s1" }],
      steps: [
        {
          id: "s1",
          type: "send_message",
          config: {
            kind: "template",
            template: "order_ready",
            headerText: "77",
            variables: { "1": "{{ contact.first_name }}" },
            buttonParameters: [
              { index: 0, text: "a77" },
              { index: 2, text: "SAVE20" },
            ],
          },
          exits: {},
        },
      ],
    },
  });
  await workspace.api.automations.publish({ id });
  await workspace.api.automations.activate({ id });

  const expectLook = async (shown: Locator, order: string) => {
    await expect(shown).toContainText(`Order ${order} is ready`);
    await expect(shown.locator("strong", { hasText: "flowers" })).toBeVisible();
    await expect(shown).toContainText("Fiori Bianchi");
    for (const button of ["Track it", "Call us", "See all options"]) await expect(shown.getByText(button, { exact: true })).toBeVisible();
    await expect(shown.getByText("Thanks!")).toBeHidden();
  };
  await page.goto(workspace.path(`templates/${templateId}`));
  await expectLook(page.getByRole("img", { name: "Preview of the message" }), "1001");
  await page.goto(workspace.path(`automations/${id}?step=s1`));
  await expectLook(page.locator("[data-side=in][data-kind=template]"), "77");
  await page.getByRole("button", { name: "Phone", exact: true }).click();
  const phone = page.getByRole("complementary", { name: "A customer's phone" });
  await phone.getByRole("textbox", { name: "Message" }).fill("hello");
  await phone.getByRole("button", { name: "Send" }).click();
  const received = phone.locator("[data-kind=template]");
  await expectLook(received, "77");
  await expect(received.getByRole("link", { name: "Track it" })).toHaveAttribute("href", "https://shop.example/t/a77");
  await received.getByRole("button", { name: "See all options" }).click();
  await expect(received.getByRole("button", { name: "Copy code" })).toBeVisible();
  await expectAccessible(page);
  const [chat] = (await workspace.api.chats.list({})).items;
  await page.evaluate(() => localStorage.setItem("parola.language", "it"));
  await page.goto(workspace.path(`chat/${chat?.id}`));
  const log = page.getByRole("log", { name: "Messaggi" });
  await log.getByRole("button", { name: "Vedi tutte le opzioni" }).click();
  // WhatsApp sets this label in the language of the phone; everything else is the template's.
  await expect(log.getByText("Copia codice")).toBeVisible();
  await expect(log.getByText("Thanks!")).toBeVisible();
});
