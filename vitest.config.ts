import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** They start processes and databases of their own and take the longest: begun last, they would keep one core idle at the end. */
const SLOW = ["/test/", "/src/cli/", "/src/postgres/", "/src/scenario/", "/src/store/migrate", "/src/worker/batch-equivalence"];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const slow = ({ moduleId }: TestSpecification) => SLOW.some((part) => moduleId.includes(part));
    return [...sorted.filter(slow), ...sorted.filter((file) => !slow(file))];
  }
}

/** Unit and database tests. Those that read `../shared` are `*.conformance.test.ts` and have their own configuration. */
export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
    exclude: ["**/*.conformance.test.ts", "**/node_modules/**"],
    globalSetup: ["test/global-setup.ts"],
    pool: "forks",
    // A database test waits on disk more than it computes, but a machine with two cores gains nothing from more than three.
    maxWorkers: 3,
    // Files share what they import: loading the product anew for each took half of the run. None replaces a module (`vi.mock`).
    isolate: false,
    sequence: { sequencer: SlowFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
