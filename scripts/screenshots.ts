/**
 * `npm run screenshots`: starts the product with an empty data folder, makes a small shop in it, and writes the main screens into
 * `docs/screenshots/`, light and dark, 1440 and 390 pixels wide, in both languages. Names given after `--` choose screens, `light`, `dark`,
 * `wide` and `narrow` choose looks; `-- forms` writes the form of every kind of step, `-- story` the first two minutes. Only the pictures
 * that the README shows are kept in git.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { clientOf } from "../e2e/client.ts";
import { startProduct } from "../e2e/product.ts";
import { ensureChromium } from "./chromium.ts";
import { ROOT } from "./run.ts";
import { FORM_HEIGHT, seedForms, shootForms } from "./screenshots/forms.ts";
import { startOutside } from "./screenshots/outside.ts";
import { SCREENS } from "./screenshots/screens.ts";
import { seed } from "./screenshots/seed.ts";
import { tellStory } from "./screenshots/story.ts";
import { asWebp } from "./screenshots/webp.ts";

/** What the README shows, in the first look: small files, kept in git. */
const README = new Set(["builder", "chat"]);
const README_WIDTH = 1200;

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

const LOOK_WORDS: Record<string, (look: Look) => boolean> = {
  light: ({ scheme }) => scheme === "light",
  dark: ({ scheme }) => scheme === "dark",
  wide: ({ width }) => width === 1440,
  narrow: ({ width }) => width === 390,
};
const words = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));
const wanted = words.filter((word) => !(word in LOOK_WORDS));
const looks = LOOKS.filter((look) => words.every((word) => LOOK_WORDS[word]?.(look) ?? true));
const executablePath = await ensureChromium();
await mkdir(TARGET, { recursive: true });
const browser = await chromium.launch({ executablePath });
if (wanted.includes("story")) {
  await tellStory(browser, TARGET);
  await browser.close();
  process.exit(0);
}
const outside = await startOutside();
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
  const api = clientOf(product.url, cookie, slug);
  const made = await seed(api, outside);
  const forms = words.includes("forms") ? await seedForms(api) : null;
  for (const look of looks) {
    const options = {
      baseURL: product.url,
      viewport: { width: look.width, height: look.width === 390 ? 844 : 900 },
      colorScheme: look.scheme,
      locale: look.language === "it" ? "it-IT" : "en-GB",
      timezoneId: "Europe/Rome",
      reducedMotion: "reduce",
    } as const;
    const context = await browser.newContext({ ...options, storageState: state });
    const stranger = await browser.newContext(options);
    const inLook = `${look.scheme}-${look.width}-${look.language}`;
    for (const screen of SCREENS) {
      if (wanted.length > 0 && !wanted.includes(screen.name)) continue;
      const one = await (screen.signedOut ? stranger : context).newPage();
      await one.addInitScript(
        ({ language, phone }) => {
          localStorage.setItem("parola.language", language);
          localStorage.setItem("parola.phone", String(phone));
        },
        { language: look.language, phone: Boolean(screen.phone && look.width > 1000) },
      );
      const path = screen.path(made);
      await one.goto(path.startsWith("/") ? path : `/w/${slug}/${path}`);
      await one
        .getByRole(screen.signedOut ? "main" : "navigation")
        .first()
        .waitFor();
      await settled(one);
      try {
        await screen.prepare?.(one);
      } catch (error) {
        console.error(`${screen.name}: ${String(error)}`);
        process.exitCode = 1;
      }
      await settled(one);
      await shoot(one, `${screen.name}-${inLook}`);
      if (look === LOOKS[0] && README.has(screen.name)) await keepSmall(one, screen.name);
      await one.close();
    }
    if (forms) {
      await mkdir(join(TARGET, "forms"), { recursive: true });
      const one = await context.newPage();
      await one.setViewportSize({ width: look.width, height: FORM_HEIGHT });
      await one.addInitScript((language) => localStorage.setItem("parola.language", language), look.language);
      await shootForms(
        one,
        forms.nodes,
        (node) => one.goto(`/w/${slug}/automations/${forms.automationId}?step=${node}`),
        (node) => join(TARGET, "forms", `${node}-${inLook}.png`),
      );
      await one.close();
    }
    await stranger.close();
    await context.close();
  }
} finally {
  await browser.close();
  await product.stop();
  outside.close();
}

async function keepSmall(page: Page, name: string): Promise<void> {
  const encoder = await page.context().newPage();
  await writeFile(join(TARGET, `${name}.webp`), await asWebp(encoder, await page.screenshot(), README_WIDTH));
  await encoder.close();
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
