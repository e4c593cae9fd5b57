/** What citty lets pass: options that a command does not have. A mistyped `--activate` must not push without activating. */
import type { ArgsDef, CommandDef } from "citty";

/** Called wrongly: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

interface NamedCommand {
  command: CommandDef;
  /** What is left for it. */
  words: string[];
  /** Its name, a word for each level. */
  path: string[];
}

/** The command itself, or the one below it that the words name. */
export async function namedCommand({ command, words, path }: NamedCommand): Promise<NamedCommand> {
  const subCommands = (await resolved(command.subCommands)) ?? {};
  const at = words.findIndex((word) => !word.startsWith("-"));
  const below = at === -1 ? undefined : subCommands[words[at] as string];
  if (!below) return { command, words, path };
  return await namedCommand({
    command: (await resolved(below)) as CommandDef,
    words: words.slice(at + 1),
    path: [...path, words[at] as string],
  });
}

/** @throws {UsageError} naming the first option that the command does not have */
export async function checkUsage({ command, words, path }: NamedCommand): Promise<void> {
  const args: ArgsDef = (await resolved(command.args)) ?? {};
  const known = new Set(
    Object.entries(args).flatMap(([name, arg]) => [name, kebab(name), ...[("alias" in arg && arg.alias) || []].flat()]),
  );
  const options = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  for (const word of options) {
    const name = /^--?([A-Za-z][\w-]*)(=|$)/.exec(word)?.[1];
    if (name === undefined || known.has(name) || known.has(name.replace(/^no-/, ""))) continue;
    throw new UsageError(`${path.join(" ")} has no option ${word.split("=", 1)[0]}; see parola ${path.join(" ")} --help.`);
  }
}

async function resolved<T>(value: T | Promise<T> | (() => T) | (() => Promise<T>)): Promise<T> {
  return await (typeof value === "function" ? (value as () => T | Promise<T>)() : value);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** @throws {UsageError} without any file */
export function filesOf(words: string[], command: string): string[] {
  if (words.length === 0) throw new UsageError(`Name at least one file: parola ${command} FILE…`);
  return words;
}
