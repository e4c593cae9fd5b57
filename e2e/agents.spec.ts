/** AI operators and voice agents: made from their pages, chosen in the builder, without a fault of accessibility in light and dark. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { docxFile, pdfFile } from "../src/operations/ai/document/test-support.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

async function accessibleInBoth(page: Page): Promise<void> {
  await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).toHaveCount(0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // The app takes the scheme over when the browser tells it; colours looked at before that are on their way.
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    await expectAccessible(page);
  }
}

test("an AI operator is made, and an automation puts it in charge", async ({ page, workspace }) => {
  // Every tab is looked at twice.
  test.slow();
  await page.goto(workspace.path("agents"));
  await expect(page.getByRole("link", { name: "Connect a model" })).toBeVisible();
  await accessibleInBoth(page);
  await workspace.api.connections.create({
    name: "Model",
    kind: "ai",
    settings: { baseUrl: "https://model.example.com/v1", model: "small" },
    secrets: { apiKey: "key" },
  });
  await page.reload();
  await page.getByRole("button", { name: "New AI operator" }).first().click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Lina");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Lina", level: 1 })).toBeVisible();

  await page.getByRole("textbox", { name: "Instructions" }).fill("Answer briefly.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  for (const tab of ["Instructions", "Knowledge", "Tools", "Limits", "Playground", "Evaluation", "Answers"]) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    await expect(page.getByRole("tabpanel", { name: tab })).toBeVisible();
    await accessibleInBoth(page);
  }
  expect((await workspace.api.agents.list()).items).toMatchObject([{ name: "Lina", settings: { instructions: "Answer briefly." } }]);

  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Reception",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["Help"] }, next: "op" }],
      steps: [{ id: "op", type: "ai_operator", config: { action: "assign" }, exits: {} }],
    },
  });
  await page.goto(workspace.path(`automations/${id}?step=op`));
  await page.getByRole("textbox", { name: "AI operator" }).click();
  await page.getByRole("option", { name: "Lina" }).click();
  await expect(page.getByRole("link", { name: "Open Lina" })).toBeVisible();
  await expect(page.getByRole("status").getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByText("There is no agent", { exact: false })).toHaveCount(0);
  await accessibleInBoth(page);
});

test("an AI operator is taught a file and a PDF at a web address; a broken file says so and is chosen again once mended", async ({
  page,
  workspace,
}) => {
  const site = createServer((_, response) =>
    response.writeHead(200, { "content-type": "application/pdf" }).end(pdfFile([["Lasagne costs 11 euro."]])),
  );
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const { id } = await workspace.api.agents.create({ name: "Lina" });
  await page.goto(workspace.path(`agents/${id}`));
  await page.getByRole("tab", { name: "Knowledge", exact: true }).click();
  const choose = async (buffer: Uint8Array) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Add a file" }).click();
    await (await chooser).setFiles({ name: "Holidays.docx", mimeType: "", buffer: Buffer.from(buffer) });
  };
  await choose(Buffer.from("not a document"));
  await expect(page.getByRole("alert")).toContainText('"Holidays.docx" cannot be read');
  await choose(docxFile("<w:p><w:r><w:t>We are closed in August.</w:t></w:r></w:p>"));
  await page.getByRole("button", { name: "Holidays.docx", exact: true }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Text" })).toHaveValue("We are closed in August.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.getByRole("button", { name: "Add a web page" }).click();
  const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/Menu%202026.pdf`;
  await page.getByRole("dialog").getByRole("textbox", { name: "Address" }).fill(address);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Menu 2026.pdf", exact: true }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Text" })).toHaveValue("Lasagne costs 11 euro.");
  site.close();
});

test("an operator switches off the e-mails about hand-overs, for this workspace and for good", async ({ page, workspace }) => {
  await page.goto(workspace.path("settings/profile"));
  const handOver = page.getByRole("switch", { name: /^When an AI operator hands over a chat/ });
  await expect(handOver).toBeChecked();
  await handOver.click();
  await expect(handOver).not.toBeChecked();
  await page.reload();
  await expect(handOver).not.toBeChecked();
  await expect(page.getByRole("switch", { name: /^When a ticket is given to me/ })).toBeChecked();
  await handOver.click();
  await expect(handOver).toBeChecked();
});

test("a voice agent is made in the settings and calls in an automation", async ({ page, workspace }) => {
  await workspace.api.connections.create({
    name: "Twilio",
    kind: "voice",
    settings: { accountSid: "AC1", from: "+390299990000", incoming: "answer" },
    secrets: { authToken: "token" },
  });
  await page.goto(workspace.path("settings/voice"));
  await expect(page.getByText("No voice agents yet")).toBeVisible();
  await page.getByRole("button", { name: "New voice agent" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Eva");
  await dialog.getByRole("textbox", { name: "First sentence" }).fill("Hello {{ contact.first_name }}, this is the flower shop.");
  await expect(dialog.getByRole("group", { name: "What customers hear" })).toContainText("Hello {first_name}, this is");
  await accessibleInBoth(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "+390299990000" })).toBeVisible();

  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Confirm by telephone",
      triggers: [{ id: "t1", type: "voice", config: { outcomes: ["no_answer"], directions: ["inbound"] }, next: "call" }],
      steps: [{ id: "call", type: "voice_call", config: { agent: "" }, exits: {} }],
    },
  });
  await page.goto(workspace.path(`automations/${id}?step=call`));
  await page.getByRole("textbox", { name: "Voice agent" }).click();
  await page.getByRole("option", { name: "Eva" }).click();
  await expect(page.getByRole("group", { name: "What customers hear" })).toContainText("Hello {first_name}, this is the flower shop.");
  await expect(page.getByRole("status").getByText("Saved", { exact: true })).toBeVisible();
  await accessibleInBoth(page);
  expect((await workspace.api.automations.get({ id })).draft.steps).toMatchObject([{ config: { agent: "Eva" } }]);

  await page.goto(workspace.path(`automations/${id}?step=t1`));
  // What was chosen stands there in words.
  await expect(page.getByText("No answer", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("no_answer", { exact: true })).toHaveCount(0);
});
