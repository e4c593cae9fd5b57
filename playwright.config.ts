import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/chromium.ts";

const executablePath = findChromium();

/** Browser tests, on the built app with the real server: each file starts its own product (see `e2e/`). */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  // Two cores carry one product, its PostgreSQL and one browser; a second worker would only make all of them slower.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    // Traces cost about a third of the CPU time of the tests: `--trace on` makes one of a test that fails.
    screenshot: "only-on-failure",
    launchOptions: { ...(executablePath && { executablePath }) },
  },
});
