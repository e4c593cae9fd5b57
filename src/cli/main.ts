import { enableCompileCache } from "node:module";
import { type CommandDef, defineCommand, runCommand, showUsage } from "citty";
import { StartupError } from "../domain/startup-error.ts";
import { checkUsage, namedCommand, UsageError } from "./check-usage.ts";

// Our sources are compiled when they are loaded; kept from the last time, the start takes half as long.
enableCompileCache();

/** Loaded when they are called, so that none waits for what it does not use. */
const COMMANDS = {
  start: async () => (await import("./start.ts")).startCommand,
  worker: async () => (await import("./worker.ts")).workerCommand,
  user: async () => (await import("./user.ts")).userCommand,
  workspace: async () => (await import("./workspace.ts")).workspaceCommand,
  channel: async () => (await import("./channel.ts")).channelCommand,
  "api-key": async () => (await import("./api-key.ts")).apiKeyCommand,
  push: async () => (await import("./push.ts")).pushCommand,
  pull: async () => (await import("./pull.ts")).pullCommand,
  "fake-graph": async () => (await import("./fake-graph.ts")).fakeGraphCommand,
  validate: async () => (await import("./validate.ts")).validateCommand,
  migrate: async () => (await import("./migrate.ts")).migrateCommand,
  bench: async () => (await import("./bench.ts")).benchCommand,
  scenario: async () => (await import("./scenario.ts")).scenarioCommand,
};

const parola = defineCommand({
  meta: { name: "parola", description: "Self-hosted WhatsApp automations" },
  subCommands: COMMANDS,
});

/** Exit codes: 0 done, 1 failed, 2 called wrongly. */
async function run(argv: string[]): Promise<number> {
  const load = COMMANDS[argv[0] as keyof typeof COMMANDS] as (() => Promise<CommandDef>) | undefined;
  const command = await load?.();
  const help = argv.includes("--help") || argv.includes("-h");
  const named = command && (await namedCommand({ command, words: argv.slice(1), path: argv.slice(0, 1) }));
  if (help || command === undefined || named === undefined) {
    await showUsage(named?.command ?? parola, named && { meta: { name: ["parola", ...named.path.slice(0, -1)].join(" ") } });
    if (!help && argv.length > 0) console.error(`parola: There is no command "${argv[0]}".`);
    return help ? 0 : 2;
  }
  try {
    await checkUsage(named);
    await runCommand(command, { rawArgs: argv.slice(1) });
    // A command that found something wrong without failing itself says so by the exit code.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const calledWrongly = error instanceof UsageError || (error as Error).name === "CLIError";
    if (calledWrongly || error instanceof StartupError) console.error(`parola: ${(error as Error).message}`);
    else console.error(error);
    return calledWrongly ? 2 : 1;
  }
}

process.exitCode = await run(process.argv.slice(2));
