import { defineCommand } from "citty";
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { openDatabase } from "../database.ts";
import { migrate } from "../store/migrate.ts";

/** `parola migrate`: brings the database to the schema of this version, and starts nothing. */
export const migrateCommand = defineCommand({
  meta: { name: "migrate", description: "Bring the database to the schema of this version" },
  args: { json: { type: "boolean", description: "Print the result as JSON" } },
  run: async ({ args }) => {
    const config = readConfig();
    const database = await openDatabase(config, pino({ level: config.logLevel }));
    try {
      const applied = await migrate(database.pool);
      if (args.json) console.log(JSON.stringify({ applied }));
      else console.log(applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date");
    } finally {
      await database.close();
    }
  },
});
