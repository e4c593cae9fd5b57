import { defineCommand } from "citty";

/** `parola bench`: see docs/performance.md. */
export const benchCommand = defineCommand({
  meta: { name: "bench", description: "Measure this machine; what the figures mean is in docs/performance.md" },
  // Read by bench/main.ts itself, which has the defaults too.
  args: {
    runs: { type: "string", description: "Runs to measure throughput with; 40000 when left out" },
    waiting: { type: "string", description: "Runs that wait; 1000000 when left out" },
    due: { type: "string", description: "How many of them fall due at once; 50000 when left out" },
    json: { type: "boolean", description: "Print the figures as JSON" },
  },
  run: async () => {
    process.argv.splice(2, 1);
    await import("../../bench/main.ts");
  },
});
