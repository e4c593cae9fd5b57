/**
 * `npm run measure:web`: how the web app fares with a million contacts, a hundred thousand chats and an automation of five
 * hundred steps. Everything is made in a database of its own by SQL, asked through the API, and looked at in Chromium.
 * `--contacts` and `--chats` set the sizes, `--plans` prints what PostgreSQL does.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { clientOf } from "../e2e/client.ts";
import { startProduct } from "../e2e/product.ts";
import type { Filter } from "../src/contract/filter.ts";
import type { JsonObject } from "../src/domain/json.ts";
import { startEmbeddedPostgres } from "../src/postgres/embedded.ts";
import { createPool } from "../src/store/pool.ts";
import { ensureChromium } from "./chromium.ts";
import { fill } from "./measure-web/fill.ts";
import { frames, summary, timed } from "./measure-web/measures.ts";

const { values } = parseArgs({
  options: {
    contacts: { type: "string", default: "1000000" },
    chats: { type: "string", default: "100000" },
    plans: { type: "boolean", default: false },
  },
});
const contacts = Number(values.contacts);
const chats = Number(values.chats);
const STEPS = 500;

const dataDir = await mkdtemp(join(tmpdir(), "parola-measure-"));
const postgres = await startEmbeddedPostgres({ dataDir, durability: "disposable", log: () => {} });
const pool = createPool(postgres.url, { max: 4, name: "measure" });
const product = await startProduct({ DATABASE_URL: postgres.url });
let browser: Browser | undefined;
try {
  const cookie = await owner(product.url);
  const first = clientOf(product.url, `${cookie.name}=${cookie.value}`);
  const { memberships } = await first.account.me();
  const workspace = memberships[0]?.workspace;
  if (!workspace) throw new Error("no workspace was made");
  const api = clientOf(product.url, `${cookie.name}=${cookie.value}`, workspace.id);
  for (const name of ["VIP", "New", "Wedding"]) await api.tags.create({ name });
  await api.lists.create({ name: "Newsletter" });
  const { items } = await api.channels.list();
  const channelId = items[0]?.id ?? "";
  await fill(pool, { workspaceId: workspace.id, channelId, contacts, chats });
  if (values.plans) await plans(workspace.id);

  const vip: Filter = { field: "contact.tags", op: "has_any", value: ["VIP"] };
  const asked: [string, () => Promise<unknown>][] = [
    ["contacts, first page", () => api.contacts.search({ limit: 100 })],
    ["contacts, page in the middle", () => middle(api)],
    ["contacts by first name", () => api.contacts.search({ limit: 100, sort: "first_name", order: "asc" })],
    ["contacts last seen", () => api.contacts.search({ limit: 100, sort: "last_seen_at" })],
    ["contacts with a tag (1 in 100)", () => api.contacts.search({ limit: 100, filter: vip })],
    ["contacts by three letters of a name", () => api.contacts.search({ limit: 100, search: "q12" })],
    ["contacts counted", () => api.contacts.count({})],
    ["contacts with a tag counted", () => api.contacts.count({ filter: vip })],
    ["chats, first page", () => api.chats.list({ limit: 50 })],
    ["chats, unread", () => api.chats.list({ view: "unread", limit: 50 })],
    ["chats, unassigned", () => api.chats.list({ view: "unassigned", limit: 50 })],
    ["chats by name", () => api.chats.list({ search: "q12", limit: 50 })],
    ["chats of the views counted", () => api.chats.counts()],
    ["words in messages", () => api.messages.search({ search: "tulips", limit: 20 })],
    ["everything by a word", () => api.search.everything({ q: "q12" })],
    ["dashboard, 30 days", () => api.reports.dashboard(lastDays(30))],
  ];
  for (const [what, ask] of asked) console.log(what.padEnd(40), summary(await timed(ask)));

  browser = await chromium.launch({ executablePath: await ensureChromium() });
  const context = await browser.newContext({ baseURL: product.url, viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  await context.addCookies([{ ...cookie, url: product.url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  const path = (below: string) => `/w/${workspace.slug}/${below}`;

  await page.goto(path("contacts"));
  await page.getByRole("table", { name: "Contacts" }).getByRole("link").first().waitFor();
  console.log("contacts, scrolling".padEnd(40), await scrolling(page, "[role=table]"));
  console.log("  rows that exist".padEnd(40), await page.locator("[role=table] [role=row]").count());
  await page.goto(path("chat"));
  await page.getByRole("listitem").first().waitFor();
  console.log("inbox, scrolling".padEnd(40), await scrolling(page, "section[aria-label=Chat] > div:last-child"));
  console.log("  rows that exist".padEnd(40), await page.getByRole("listitem").count());

  const { id } = await api.automations.create({ draft: large(STEPS) });
  await page.goto(path(`automations/${id}`));
  await page.locator(".react-flow__node").first().waitFor();
  console.log(`canvas of ${STEPS} steps, panning`.padEnd(40), await panning(page));
  await page.keyboard.press("f");
  await page.waitForTimeout(800);
  console.log("  from far, everything in sight".padEnd(40), await panning(page));
} finally {
  await browser?.close();
  await product.stop();
  await pool.end();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function owner(url: string): Promise<{ name: string; value: string }> {
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({
      name: "Anna",
      email: "anna@example.com",
      password: "correct horse battery",
      workspaceName: "Measured",
      timeZone: "Europe/Rome",
      language: "en",
      country: "IT",
    }),
  });
  if (!answer.ok) throw new Error(`setup answered ${answer.status}: ${await answer.text()}`);
  const [pair = ""] = (answer.headers.getSetCookie()[0] ?? "").split(";");
  const at = pair.indexOf("=");
  return { name: pair.slice(0, at), value: pair.slice(at + 1) };
}

async function middle(api: ReturnType<typeof clientOf>): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < 3; page++) {
    const { nextCursor } = await api.contacts.search({ limit: 100, ...(cursor && { cursor }) });
    cursor = nextCursor ?? undefined;
  }
}

function lastDays(days: number): { from: string; to: string } {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return { from: day(days - 1), to: day(0) };
}

async function scrolling(page: Page, selector: string): Promise<string> {
  return frames(page, async () => {
    const box = await page.locator(selector).first().boundingBox();
    if (!box) throw new Error(`${selector} is not there`);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(30);
    }
  });
}

async function panning(page: Page): Promise<string> {
  return frames(page, async () => {
    await page.mouse.move(700, 450);
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(turn < 30 ? 60 : -60, turn % 2 === 0 ? 30 : -30);
      await page.waitForTimeout(30);
    }
  });
}

/** A chain of messages, with a wait at every tenth. */
function large(steps: number) {
  return {
    name: "Large",
    triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["LARGE"] }, next: "s0" }],
    steps: Array.from({ length: steps }, (_, index) => ({
      id: `s${index}`,
      type: index % 10 === 5 ? "delay" : "send_message",
      config: (index % 10 === 5
        ? { for: { hours: 1 } }
        : { kind: "text", text: `Message number ${index}, with some words to read` }) as JsonObject,
      exits: (index + 1 < steps ? { next: `s${index + 1}` } : {}) as Record<string, string>,
    })),
  };
}

async function plans(workspaceId: string): Promise<void> {
  const queries = [
    `SELECT * FROM contact WHERE workspace_id = '${workspaceId}' ORDER BY created_at DESC, id DESC LIMIT 101`,
    `SELECT * FROM contact WHERE workspace_id = '${workspaceId}' ORDER BY coalesce(lower(first_name), ''), id LIMIT 101`,
    `SELECT * FROM chat WHERE workspace_id = '${workspaceId}' AND last_message_at IS NOT NULL ORDER BY last_message_at DESC, id DESC LIMIT 51`,
    `SELECT count(*) FROM chat WHERE workspace_id = '${workspaceId}' AND unread_count > 0`,
  ];
  for (const query of queries) {
    const { rows } = await pool.query<{ "QUERY PLAN": string }>(`EXPLAIN (ANALYZE, BUFFERS) ${query}`);
    console.log(`\n${query}\n${rows.map((row) => `  ${row["QUERY PLAN"]}`).join("\n")}`);
  }
}
