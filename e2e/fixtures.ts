/**
 * What the specs start from: one product per worker with its owner, and for each test a workspace of its own, so that no test
 * sees what another left. Data that a test only needs to be there is made through the API, as the typed client of the product.
 */
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import type { ApiClient } from "../src/contract/client.ts";
import { clientOf } from "./client.ts";
import { type RunningProduct, startProduct } from "./product.ts";
import { slowDown } from "./slowness.ts";

export const OWNER = { name: "Anna Bianchi", email: "anna@example.com", password: "correct horse battery" };

interface Account {
  /** Session cookie as the browser stores it. */
  cookie: { name: string; value: string };
}

export interface Workspace {
  id: string;
  slug: string;
  name: string;
  /** The API as the owner, in this workspace. */
  api: ApiClient;
  /** Address of a page of the workspace: `path("contacts")`. */
  path: (below: string) => string;
}

interface WorkerFixtures {
  product: RunningProduct;
  account: Account;
}
interface TestFixtures {
  workspace: Workspace;
}

let workspaces = 0;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
  account: [
    async ({ product }, use) => {
      await use({ cookie: await makeOwner(product.url) });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ product }, use) => {
    await use(product.url);
  },
  context: async ({ context }, use) => {
    await slowDown(context);
    await use(context);
  },
  workspace: async ({ product, account, context, page }, use) => {
    await context.addCookies([{ ...account.cookie, url: product.url, httpOnly: true, sameSite: "Lax" }]);
    await context.addInitScript(() => {
      if (!localStorage.getItem("parola.language")) localStorage.setItem("parola.language", "en");
    });
    const cookie = `${account.cookie.name}=${account.cookie.value}`;
    const name = `Shop ${++workspaces}`;
    const made = await clientOf(product.url, cookie).workspaces.create({ name, timeZone: "Europe/Rome", language: "en", country: "IT" });
    const failures = watch(page);
    await use({
      id: made.id,
      slug: made.slug,
      name,
      api: clientOf(product.url, cookie, made.id),
      path: (below) => `/w/${made.slug}/${below}`,
    });
    expect(failures, "the page logged no error").toEqual([]);
  },
});

export { expect };

async function makeOwner(url: string): Promise<Account["cookie"]> {
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ ...OWNER, workspaceName: "Bianchi", timeZone: "Europe/Rome", language: "en", country: "IT" }),
  });
  if (!answer.ok) throw new Error(`setup answered ${answer.status}: ${await answer.text()}`);
  const [pair = ""] = (answer.headers.getSetCookie()[0] ?? "").split(";");
  const at = pair.indexOf("=");
  return { name: pair.slice(0, at), value: pair.slice(at + 1) };
}

/** Collects what goes wrong in the page: thrown errors, and what it logs as errors. */
function watch(page: Page): string[] {
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  page.on("console", (message) => {
    // A refused request is part of some tests; the browser logs it by itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) failures.push(message.text());
  });
  return failures;
}

/** No violation of WCAG 2.2 A and AA that a program can find. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
}

/** The violations themselves. `exclude`: selectors of what a person judges instead. */
export async function faultsOf(page: Page, exclude: readonly string[] = []): Promise<string[]> {
  // Tooltips and menus fade: what is half transparent has no contrast yet.
  // What pulses for ever is left to it.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
    return Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
  });
  const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  for (const selector of exclude) axe.exclude(selector);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`).join("\n")}`,
  );
}
