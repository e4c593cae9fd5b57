import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answering } from "./customer.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

/** Long stories with a real browser and a real product behind each. */
test.describe.configure({ timeout: 240_000 });

/** An address outside, as far as the product knows: it is told by the environment that this one may be called. */
function startReceiver(): Promise<{ url: string; server: Server; bodies: string[]; signatures: string[] }> {
  const bodies: string[] = [];
  const signatures: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      bodies.push(body);
      signatures.push(String(request.headers["webhook-signature"]));
      const gone = request.url?.startsWith("/gone") ?? false;
      response.writeHead(gone ? 410 : 200, { "content-type": "application/json" });
      // Ids and keys as large systems have them.
      response.end('{"data": {"id": 9007199254740993, "owner": {"name": "Carla"}, "first.name": "Ada", "tags": ["a", "b"]}}');
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, bodies, signatures }),
    ),
  );
}

test("an account is connected, tried, mended by its own words, revoked and deleted with the automations that use it named", async ({
  page,
  workspace,
}) => {
  await page.goto(workspace.path("integrations"));
  await page.getByRole("button", { name: /Connect HTTP API/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("CRM");
  await dialog.getByRole("textbox", { name: /Key, token or password/ }).fill("very-secret");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save and try" }).click();
  const card = page.getByRole("article", { name: "CRM" });
  await expect(card).toContainText("Nothing uses it");

  // Credentials that cannot work are kept, and say so.
  await page.getByRole("button", { name: /Connect ActiveCampaign/ }).click();
  await dialog.getByRole("textbox", { name: /API address/ }).fill("http://127.0.0.1:9/none");
  await dialog.getByRole("textbox", { name: /API key/ }).fill("nonsense");
  await dialog.getByRole("button", { name: "Save and try" }).click();
  await expect(dialog.getByText("Saved, but it does not work yet")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("article", { name: "ActiveCampaign" })).toContainText("Does not work");

  await workspace.api.automations.create({
    draft: {
      name: "Leads to the CRM",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["LEAD"] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_webhook", config: { url: "https://crm.example.com", auth: "CRM" }, exits: {} }],
    },
  });
  await page.reload();
  await expect(card.getByRole("link", { name: "Leads to the CRM" })).toBeVisible();
  await expect(page.getByText("very-secret")).toHaveCount(0);
  await card.getByRole("button", { name: "Actions for CRM" }).click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(card).toContainText("Revoked");
  await card.getByRole("button", { name: "Actions for CRM" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await expect(page.getByRole("dialog")).toContainText("Leads to the CRM");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(card).toHaveCount(0);
  await expectAccessible(page);
});

test("an event webhook shows its secret once, its deliveries, why it was switched off, and is sent again what failed", async ({
  page,
  workspace,
}) => {
  const receiver = await startReceiver();
  await page.goto(workspace.path("integrations?tab=webhooks"));
  await expect(page.getByText("Nobody is told yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New event webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /^Address/ }).fill(`${receiver.url}/gone`);
  await dialog.getByRole("textbox", { name: /^Name/ }).fill("CRM");
  await dialog.getByRole("checkbox", { name: "Tickets" }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Secret" })).toHaveValue(/^whsec_/);
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Details of CRM" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("button", { name: "Send a test" }).click();
  await expect(drawer.getByText("answered 410 Gone")).toBeVisible();
  await expect(drawer.getByText("Failed", { exact: true }).first()).toBeVisible();
  expect(receiver.bodies[0]).toContain('"type":"webhook.test"');
  await expectAccessible(page);

  const [made] = (await workspace.api.eventWebhooks.list()).items;
  await workspace.api.eventWebhooks.update({ id: made?.id ?? "", url: `${receiver.url}/events` });
  await drawer.getByRole("button", { name: "Switch on" }).click();
  await drawer.getByText("Test", { exact: true }).click();
  await drawer.getByRole("button", { name: "Send again" }).click();
  await expect(drawer.getByText("Arrived", { exact: true })).toBeVisible();
  expect(receiver.bodies[1]).toBe(receiver.bodies[0]);
  receiver.server.close();
});

test("a new secret of an event webhook is asked for twice, shown once, and signs beside the old one", async ({ page, workspace }) => {
  const receiver = await startReceiver();
  const types = ["contact.updated" as const];
  const { secret } = await workspace.api.eventWebhooks.create({ name: "CRM", url: `${receiver.url}/events`, types });
  await page.goto(workspace.path("integrations?tab=webhooks"));
  await page.getByRole("button", { name: "Details of CRM" }).click();
  await page.getByRole("dialog", { name: "CRM" }).getByRole("button", { name: "New secret" }).click();
  const asking = page.getByRole("dialog", { name: "Make a new secret?" });
  await expect(asking).toContainText("For a day the old secret signs beside the new one");
  await asking.getByRole("button", { name: "New secret" }).click();
  const shown = page.getByRole("dialog", { name: "The signing secret" });
  await expect(shown.getByRole("textbox", { name: "Secret" })).toHaveValue(/^whsec_/);
  await expect(shown.getByRole("textbox", { name: "Secret" })).not.toHaveValue(secret);
  await expectAccessible(page);
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(shown).toHaveCount(0);
  await page.getByRole("dialog", { name: "CRM" }).getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByRole("dialog", { name: "CRM" }).getByText("Done", { exact: true })).toBeVisible();
  expect(receiver.signatures[0]?.split(" ")).toHaveLength(2);
  receiver.server.close();
});

test("outgoing calls are listed with their attempts and made again by hand", async ({ page, workspace }) => {
  const receiver = await startReceiver();
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "Stock",
      triggers: [{ id: "t1", type: "integration", config: {}, next: "s1" }],
      steps: [{ id: "s1", type: "send_webhook", config: { url: `${receiver.url}/gone`, body: '{"a":1}' }, exits: {} }],
    },
  });
  await workspace.api.automations.publish({ id });
  await workspace.api.automations.activate({ id });
  const [hook] = (await workspace.api.hooks.list({})).items;
  const { secret } = await workspace.api.hooks.secret({ id: hook?.id ?? "" });
  await fetch(hook?.url ?? "", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ secret, phone: "+393330000001" }),
  });
  await page.goto(workspace.path("integrations?tab=calls"));
  await page.getByRole("button", { name: /Webhook.*Stock/ }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("The other side answered with status 410.")).toBeVisible();
  await expect(drawer.getByRole("link", { name: "Stock" })).toBeVisible();
  await expectAccessible(page);
  await drawer.getByRole("button", { name: "Try again now" }).click();
  await expect(drawer.getByText("The other side answered with status 410.")).toHaveCount(2);
  receiver.server.close();

  await page.goto(workspace.path("integrations?tab=incoming"));
  await page.getByRole("button", { name: "Details of Stock" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Show the secret" }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Secret", exact: true })).toHaveValue(secret);
  await expectAccessible(page);
});

test("in the builder a webhook is tested, and what it answers is kept by pressing it", async ({ page, workspace }) => {
  const receiver = await startReceiver();
  const { id } = await workspace.api.automations.create({
    draft: {
      name: "To the CRM",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["CRM"] }, next: "s1" }],
      steps: [
        { id: "s1", type: "send_webhook", config: { url: `${receiver.url}/leads`, body: '{"phone": "{{ contact.phone }}"}' }, exits: {} },
      ],
    },
  });
  await page.goto(workspace.path(`automations/${id}?step=s1`));
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByTitle("data.owner.name").click();
  expect(JSON.parse(receiver.bodies[0] ?? "")).toEqual({ phone: "+393331234567" });
  await expect(page.getByRole("textbox", { name: "In the answer" })).toHaveValue("data.owner.name");
  await expect
    .poll(async () => (await workspace.api.automations.get({ id })).draft.steps[0]?.config["save"])
    .toEqual({ "data.owner.name": "vars.name" });
  await page.getByTitle('data["first.name"]').click();
  await expect(page.getByTitle("data.id", { exact: true })).toContainText("9007199254740993");
  await page.getByTitle("data.id", { exact: true }).click();
  await page.getByTitle("data.tags", { exact: true }).click();
  await expect
    .poll(async () => (await workspace.api.automations.get({ id })).draft.steps[0]?.config["save"])
    .toEqual({ "data.owner.name": "vars.name", 'data["first.name"]': "vars.first_name", "data.id": "vars.id", "data.tags": "vars.tags" });
  await page.getByRole("button", { name: "Connect an account" }).click();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Connect HTTP API" })).toBeVisible();
  await page
    .getByRole("dialog")
    .getByRole("textbox", { name: /Key, token or password/ })
    .fill("k-1234");
  await page.getByRole("dialog").getByRole("button", { name: "Save and try" }).click();
  await expect.poll(async () => (await workspace.api.automations.get({ id })).draft.steps[0]?.config["auth"]).toBe("HTTP API");
  await expectAccessible(page);
  receiver.server.close();
});

test("a chat button leads to the number with the words that start an automation", async ({ page, workspace }) => {
  await answering(workspace, { name: "Price list", phrase: "prices & sizes" });
  await page.goto(workspace.path("integrations?tab=buttons"));
  await expect(page.getByText("The sandbox number cannot be reached from outside")).toBeVisible();
  const number = page.getByRole("combobox", { name: "Number" });
  await number.fill("333");
  await expect(page.getByText("Write the number with its country's prefix")).toBeVisible();
  await number.fill("+39 333 123 4567");
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Automation that it starts" }).click();
  await page.getByRole("option", { name: "Price list" }).click();
  await expect(page.getByRole("textbox", { name: "Words that are already written" })).toHaveValue("prices & sizes");
  await page.getByRole("textbox", { name: "Text on the button" }).fill("Ask <us>");
  await expect(page.getByRole("textbox", { name: "Link", exact: true })).toHaveValue(
    /^https:\/\/wa\.me\/393331234567\?text=prices%20%26%20sizes$/,
  );
  await expect(page.getByRole("link", { name: "Ask <us>" })).toBeVisible();
  const html = page.getByRole("textbox", { name: "HTML", exact: true });
  await expect(html).toHaveValue(/align-items:center.*position:fixed.*Ask &lt;us&gt;<\/a>$/);
  await page.getByText("In the text", { exact: true }).click();
  await expect(html).not.toHaveValue(/position:fixed/);
  await expect(page.getByRole("img", { name: "QR code that opens the chat" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Download the QR code" })).toHaveAttribute("download", "whatsapp-qr.png");
  await expectAccessible(page);
});

test("an AI assistant connects with what the page shows", async ({ page, product, workspace }) => {
  await page.goto(workspace.path("integrations?tab=assistants"));
  await expect(page.getByRole("textbox", { name: "Address" })).toHaveValue(`${product.url}/mcp`);
  const { key } = await workspace.api.apiKeys.create({ name: "Assistant", scopes: ["contacts:read"] });
  const lines = JSON.parse(await page.getByRole("textbox", { name: "Settings" }).inputValue());
  const { url, headers } = lines.mcpServers.parola;
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      authorization: headers.Authorization.replace("YOUR_KEY", key),
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} }),
  });
  expect(await answer.text()).toContain('"list_contacts"');
});
