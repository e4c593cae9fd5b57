import { defineCommand } from "citty";

/** `parola bench`: see docs/performance.md. */
export const benchCommand = defineCommand({
  meta: { name: "bench", description: "Measure this machine: --runs N, --waiting N, --due N, --json" },
  run: async () => {
    process.argv.splice(2, 1);
    await import("../../bench/main.ts");
  },
});
