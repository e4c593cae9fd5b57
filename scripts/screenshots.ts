/**
 * `npm run screenshots`: starts the product with an empty data folder, makes a small shop in it, and writes the main screens into
 * `docs/screenshots/`, light and dark, 1440 and 390 pixels wide, in both languages. Names given after `--` choose screens; `-- story`
 * writes the pictures of the first two minutes. Only those that the README shows are kept in git.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { clientOf } from "../e2e/client.ts";
import { startProduct } from "../e2e/product.ts";
import { ensureChromium } from "./chromium.ts";
import { ROOT } from "./run.ts";
import { type Seeded, seed } from "./screenshots/seed.ts";
import { tellStory } from "./screenshots/story.ts";

const TARGET = join(ROOT, "docs/screenshots");

interface Look {
  scheme: "light" | "dark";
  width: 1440 | 390;
  language: "en" | "it";
}
/** Every scheme, width and language with one another, but not every combination of three: these already show all pairs. */
const LOOKS: readonly Look[] = [
  { scheme: "light", width: 1440, language: "en" },
  { scheme: "dark", width: 1440, language: "it" },
  { scheme: "light", width: 390, language: "it" },
  { scheme: "dark", width: 390, language: "en" },
];

interface Screen {
  name: string;
  path: (made: Seeded) => string;
  /** Something to do before the picture is taken. */
  prepare?: (page: Page) => Promise<unknown>;
  /** Whether the sandbox phone stands beside it. */
  phone?: boolean;
}

const SCREENS: readonly Screen[] = [
  { name: "gallery", path: () => "automations/gallery" },
  {
    name: "gallery-preview",
    path: () => "automations/gallery?entry=welcome",
    prepare: (page) => page.getByRole("dialog").getByRole("region").waitFor(),
  },
  { name: "automations", path: () => "automations" },
  { name: "builder", path: ({ automationId }) => `automations/${automationId}`, phone: true },
  { name: "builder-form", path: ({ automationId }) => `automations/${automationId}?step=s1` },
  {
    name: "builder-palette",
    path: ({ automationId }) => `automations/${automationId}`,
    prepare: (page) => page.keyboard.press("a"),
  },
  { name: "live", path: ({ automationId }) => `automations/${automationId}?mode=live` },
  { name: "versions", path: ({ automationId }) => `automations/${automationId}?mode=versions` },
  { name: "chat", path: ({ chatId }) => `chat/${chatId}` },
  { name: "chat-list", path: () => "chat" },
  { name: "chat-search", path: () => "chat?search=tulips" },
  { name: "contacts", path: () => "contacts" },
  {
    name: "contacts-filter",
    path: () =>
      `contacts?filter=${encodeURIComponent(JSON.stringify({ all: [{ field: "contact.tags", op: "has_any", value: ["VIP"] }] }))}`,
  },
  { name: "contact", path: ({ contactId }) => `contacts/${contactId}` },
  { name: "import", path: () => "contacts/import" },
  { name: "templates", path: () => "templates" },
  { name: "template", path: ({ templateId }) => `templates/${templateId}` },
  { name: "tickets", path: () => "tickets?view=board" },
  { name: "ticket-list", path: () => "tickets" },
  { name: "ticket-statistics", path: () => "tickets?view=statistics" },
  { name: "integrations", path: () => "integrations" },
  { name: "reports", path: () => "reports" },
  { name: "settings", path: () => "settings/workspace" },
  { name: "hours", path: () => "settings/hours" },
  { name: "members", path: () => "settings/members" },
  { name: "tags", path: () => "settings/tags" },
  { name: "ticket-settings", path: () => "settings/tickets" },
  { name: "profile", path: () => "settings/profile" },
  { name: "connect", path: () => "settings/channels/new" },
  { name: "palette", path: () => "automations", prepare: (page) => page.keyboard.press("ControlOrMeta+K") },
];

const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));
const executablePath = await ensureChromium();
await mkdir(TARGET, { recursive: true });
const browser = await chromium.launch({ executablePath });
if (wanted.includes("story")) {
  await tellStory(browser, TARGET);
  await browser.close();
  process.exit(0);
}
const product = await startProduct();
try {
  const first = await browser.newContext({
    baseURL: product.url,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Rome",
  });
  const page = await first.newPage();
  await page.goto("/");
  await page.getByRole("textbox", { name: "Password" }).waitFor();
  if (wanted.length === 0 || wanted.includes("setup")) await shoot(page, "setup-light-1440-en");
  await page.getByLabel("Your name").fill("Anna Bianchi");
  await page.getByLabel("E-mail address").fill("anna@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByLabel("Name of your business").fill("Bianchi Fiori");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/w\//);
  const slug = page.url().split("/w/")[1]?.split("/")[0] ?? "";
  const state = await first.storageState();
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const made = await seed(clientOf(product.url, cookie, slug));
  for (const look of LOOKS) {
    const context = await browser.newContext({
      baseURL: product.url,
      storageState: state,
      viewport: { width: look.width, height: look.width === 390 ? 844 : 900 },
      colorScheme: look.scheme,
      locale: look.language === "it" ? "it-IT" : "en-GB",
      timezoneId: "Europe/Rome",
      reducedMotion: "reduce",
    });
    for (const screen of SCREENS) {
      if (wanted.length > 0 && !wanted.includes(screen.name)) continue;
      const one = await context.newPage();
      await one.addInitScript(
        ({ language, phone }) => {
          localStorage.setItem("parola.language", language);
          localStorage.setItem("parola.phone", String(phone));
        },
        { language: look.language, phone: Boolean(screen.phone && look.width > 1000) },
      );
      await one.goto(`/w/${slug}/${screen.path(made)}`);
      await one.getByRole("navigation").first().waitFor();
      await settled(one);
      await screen.prepare?.(one);
      await shoot(one, `${screen.name}-${look.scheme}-${look.width}-${look.language}`);
      await one.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
  await product.stop();
}

/** Until no skeleton or spinner is left. The event stream keeps the network busy, so "idle" would never come. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelectorAll(".mantine-Skeleton-root, .mantine-Loader-root").length === 0);
  await page.waitForTimeout(400);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(TARGET, `${name}.png`) });
  console.log(`docs/screenshots/${name}.png`);
}
