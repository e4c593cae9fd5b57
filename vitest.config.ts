import { defineConfig } from "vitest/config";

/** Unit and database tests. Those that read `../shared` are `*.conformance.test.ts` and have their own configuration. */
export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
    exclude: ["**/*.conformance.test.ts", "**/node_modules/**"],
    globalSetup: ["test/global-setup.ts"],
    pool: "forks",
    // A database test waits on disk more than it computes, but a machine with two cores gains nothing from more than three.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
