import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { run } from "./run.ts";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a Chromium to test with: Playwright's own where it is installed, else the system's. */
export function findChromium(): string | undefined {
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => existsSync(path));
}

/**
 * Finds a Chromium, installing one when there is none: by apt as root on Debian and Ubuntu, else by Playwright's download.
 *
 * @throws {Error} saying what to do, when neither works
 */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;

  console.error("Installing Chromium for the browser tests …");
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    const quietly = { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" } };
    // Another installation may hold apt's lock; an emoji font, since messages are full of them.
    const wait = ["-o", "DPkg::Lock::Timeout=300"];
    await run("apt-get", [...wait, "update"], quietly);
    await run("apt-get", [...wait, "install", "--yes", "--no-install-recommends", "chromium", "fonts-noto-color-emoji"], quietly);
  }
  if (!findChromium()) await run("node_modules/.bin/playwright", ["install", "chromium"], { quiet: true });

  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    "There is no Chromium, and it could not be installed: run `apt-get install chromium` as root, or " +
      "`npx playwright install --with-deps chromium`, or install Google Chrome.",
  );
}
