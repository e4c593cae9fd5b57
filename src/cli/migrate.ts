import { defineCommand } from "citty";
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { openDatabase } from "../database.ts";
import { loadSecretKey } from "../secret-key.ts";
import { migrate } from "../store/migrate.ts";
import { createSecretBox } from "../store/secret.ts";
import { takeKeyForDatabase } from "../store/secret-key-check.ts";

/** `parola migrate`: brings the database to the schema of this version, and starts nothing. */
export const migrateCommand = defineCommand({
  meta: { name: "migrate", description: "Bring the database to the schema of this version" },
  args: {
    "new-secret-key": {
      type: "boolean",
      description: "Take today's secret key, where the former one is lost: every token must be entered again",
    },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: async ({ args }) => {
    const config = readConfig();
    const database = await openDatabase(config, pino({ level: config.logLevel }));
    try {
      const applied = await migrate(database.pool);
      const lost = args["new-secret-key"]
        ? await takeKeyForDatabase(database.pool, createSecretBox(await loadSecretKey(config.dataDir, config.secretKey)))
        : undefined;
      if (args.json) {
        console.log(JSON.stringify({ applied, ...(lost && { lost }) }));
        return;
      }
      console.log(applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date");
      if (!lost) return;
      console.log("It takes this secret key.");
      const again = [...lost.numbers, ...lost.connections];
      if (again.length > 0) console.log(`Enter the credentials again of ${again.map((name) => `"${name}"`).join(", ")}.`);
    } finally {
      await database.close();
    }
  },
});
