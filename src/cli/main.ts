import { defineCommand, runCommand, showUsage } from "citty";
import { StartupError } from "../domain/startup-error.ts";
import { migrateCommand } from "./migrate.ts";
import { startCommand } from "./start.ts";

const main = defineCommand({
  meta: { name: "parola", description: "Self-hosted WhatsApp automations" },
  subCommands: { start: startCommand, migrate: migrateCommand },
});

/** Exit codes: 0 done, 1 failed, 2 called wrongly. */
async function run(argv: string[]): Promise<number> {
  try {
    const [name] = argv;
    const commands = main.subCommands as Record<string, typeof startCommand>;
    const command = name === undefined ? undefined : commands[name];
    if (argv.includes("--help") || argv.includes("-h") || command === undefined) {
      await showUsage(command ?? main, command && main);
      return argv.includes("--help") || argv.includes("-h") ? 0 : 2;
    }
    await runCommand(main, { rawArgs: argv });
    return 0;
  } catch (error) {
    if (error instanceof StartupError) console.error(`parola: ${error.message}`);
    else if ((error as Error).name === "CLIError") console.error(`parola: ${(error as Error).message}`);
    else console.error(error);
    return (error as Error).name === "CLIError" ? 2 : 1;
  }
}

process.exitCode = await run(process.argv.slice(2));
