/** What citty lets pass: options that a command does not have. A mistyped `--activate` must not push without activating. */
import type { ArgsDef, CommandDef } from "citty";

/** Called wrongly: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** @throws {UsageError} naming the first option that the command, or the one below it that the words name, does not have */
export async function checkUsage(command: CommandDef, words: string[], path: string[]): Promise<void> {
  const subCommands = (await resolved(command.subCommands)) ?? {};
  const at = words.findIndex((word) => !word.startsWith("-"));
  const below = at === -1 ? undefined : subCommands[words[at] as string];
  if (below) return await checkUsage((await resolved(below)) as CommandDef, words.slice(at + 1), [...path, words[at] as string]);

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
