import { defineCommand } from "citty";
import { readConfig } from "../config.ts";
import { runUntilTold } from "./start.ts";

/** `parola worker`: the same process without the web. */
export const workerCommand = defineCommand({
  meta: { name: "worker", description: "Run only the worker and the sender, against the same database as the others" },
  run: async () => {
    const config = readConfig();
    await runUntilTold({ ...config, roles: new Set(["worker", "sender"]) });
  },
});
