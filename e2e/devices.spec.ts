/** Notices on this device. Headless Chromium has no push service: the page subscribes at a fake one, all else is real. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createFakePushService, type FakePushService } from "../src/sandbox/push/fake-push-service.ts";
import { test as base, expect, expectAccessible } from "./fixtures.ts";
import { startProduct } from "./product.ts";

/** A certificate of this machine's own name, with its key; made for these tests. */
const CERTIFICATE = join(import.meta.dirname, "localhost.pem");

const test = base.extend<{ push: FakePushService }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const product = await startProduct({ NODE_EXTRA_CA_CERTS: CERTIFICATE });
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  push: async ({}, use) => {
    const pem = await readFile(CERTIFICATE);
    const receive = async (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = request.headers as Record<string, string>;
      const { status } = push.receive({ url: `${origin}${request.url}`, headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    };
    const server = createServer({ cert: pem, key: pem }, (request, response) => void receive(request, response)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const push = createFakePushService(origin, Date.now);
    await use(push);
    server.closeAllConnections();
    server.close();
  },
});

/** Subscribing in this page is subscribing at the fake. */
async function subscribeAt(page: Page, push: FakePushService): Promise<void> {
  await page.context().grantPermissions(["notifications"]);
  await page.exposeFunction("subscribeAtFake", (key: string) => push.subscribe(key));
  await page.exposeFunction("endAtFake", (endpoint: string) => push.end(endpoint));
  await page.addInitScript(() => {
    const fake = window as unknown as {
      subscribeAtFake(key: string): Promise<{ endpoint: string; keys: Record<string, string> }>;
      endAtFake(endpoint: string): Promise<void>;
    };
    // A browser keeps it beyond the page.
    const KEPT = "test.subscription";
    const read = () => {
      const kept = localStorage.getItem(KEPT);
      if (kept === null) return null;
      const json = JSON.parse(kept) as { endpoint: string; keys: Record<string, string> };
      const unsubscribe = async () => {
        await fake.endAtFake(json.endpoint);
        localStorage.removeItem(KEPT);
        return true;
      };
      return { toJSON: () => json, unsubscribe } as unknown as PushSubscription;
    };
    PushManager.prototype.getSubscription = async () => read();
    PushManager.prototype.subscribe = async (options) => {
      if (!read()) localStorage.setItem(KEPT, JSON.stringify(await fake.subscribeAtFake(options?.applicationServerKey as string)));
      return read() as PushSubscription;
    };
  });
}

test("notices are switched on for this device, tried, shown by the service worker, and switched off", async ({ page, workspace, push }) => {
  test.slow();
  await subscribeAt(page, push);
  await page.goto(workspace.path("settings/profile"));
  const here = page.getByRole("switch", { name: "On this device" });
  await here.click();
  const devices = page.getByRole("list", { name: "Devices with notices" });
  await expect(devices.getByRole("listitem")).toHaveText(/Chrome.*this device/);
  await expect(here).toBeChecked();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Send a test notice" }).click();
  await expect(page.getByText("Sent: it appears in a moment.")).toBeVisible();
  expect(push.refused).toEqual([]);
  expect(push.received).toMatchObject([{ message: { title: "Parola reaches this device", path: workspace.path("settings/profile") } }]);
  await expect(devices).toContainText("Last notice");

  // What the push service was given, handed on as the browser would.
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const { origin } = new URL(page.url());
  const data = JSON.stringify(push.received[0]?.message);
  const registrationId = await registered;
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body, data }) => ({ title, body, data: data as string }));
    });
  // Handed on until it is shown: what comes before the worker is awake the browser drops without a word. A later one takes its place.
  await expect(async () => {
    await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
    expect(await shown()).toEqual([
      { title: "Parola reaches this device", body: "This is what notices look like.", data: workspace.path("settings/profile") },
    ]);
  }).toPass({ timeout: 15_000 });

  await session.detach();

  await here.click();
  await expect(devices).toHaveCount(0);
  await expect(here).not.toBeChecked();
  expect((await workspace.api.devices.list()).items).toEqual([]);
  expect(await page.evaluate(() => [localStorage.getItem("parola.notices"), localStorage.getItem("test.subscription")])).toEqual([
    null,
    null,
  ]);
});

test("a device goes on after its person signed in again, and ends when another person does", async ({ page, workspace, push }) => {
  await subscribeAt(page, push);
  await page.goto(workspace.path("settings/profile"));
  await page.getByRole("switch", { name: "On this device" }).click();
  await expect(page.getByRole("list", { name: "Devices with notices" })).toContainText("this device");
  const count = async () => (await workspace.api.devices.list()).items.length;

  // As when the session ended.
  const { items } = await workspace.api.devices.list();
  for (const { id } of items) await workspace.api.devices.remove({ id });
  await page.reload();
  await expect(page.getByRole("list", { name: "Devices with notices" })).toContainText("this device");
  expect(await count()).toBe(1);

  await page.evaluate(() => localStorage.setItem("parola.notices", "somebody else"));
  await page.reload();
  await expect
    .poll(() => page.evaluate(() => [localStorage.getItem("parola.notices"), localStorage.getItem("test.subscription")]))
    .toEqual([null, null]);
  // The server hears of it from the push service.
  expect(await workspace.api.devices.test()).toMatchObject({ outcome: "gone" });
  expect(await count()).toBe(0);
});

test("where a browser refuses notices, the switch says what to do", async ({ page, workspace }) => {
  await page.addInitScript(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await page.goto(workspace.path("settings/profile"));
  await expect(page.getByRole("switch", { name: "On this device" })).toBeDisabled();
  await expect(page.getByText("Allow them in its settings for this site")).toBeVisible();
  await expectAccessible(page);
});

test("the app can be put on a home screen", async ({ page, product }) => {
  const manifest = (await (await page.request.get(`${product.url}/manifest.webmanifest`)).json()) as { icons: { src: string }[] };
  for (const { src } of manifest.icons) {
    const icon = await page.request.get(product.url + src);
    expect([icon.status(), icon.headers()["content-type"]]).toEqual([200, "image/png"]);
  }
  const worker = await page.request.get(`${product.url}/service-worker.js`);
  expect([worker.status(), worker.headers()["cache-control"]]).toEqual([200, "no-cache"]);
  expect(worker.headers()["content-type"]).toContain("javascript");
});
