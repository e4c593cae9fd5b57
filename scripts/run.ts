import { spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** The repository's root folder. */
export const ROOT = join(import.meta.dirname, "..");

/** Tools start with `#!/usr/bin/env node`: this makes it the Node of the project whoever starts us. */
const PATH = `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`;

/** What a program said and how it ended. */
export interface Ended {
  /** Exit code; 1 when a signal ended it or it could not be started. */
  code: number;
  output: string;
}

/** How to run a program. */
export interface RunOptions {
  /** Keeps its output from the terminal; it is returned either way. */
  quiet?: boolean;
  /** Stands before each line of it on the terminal, to tell it from what runs beside. */
  prefix?: string;
  /** Added to our own environment. */
  env?: Record<string, string>;
}

/** Runs a program in the repository's root. A signal to us goes on to it, so that nothing is left behind. */
export function run(file: string, args: string[], { quiet = false, prefix, env = {} }: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PATH, NO_COLOR: "1", ...env },
    });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGTERM", forward).on("SIGINT", forward);
    let output = "";
    const keep = (target: NodeJS.WriteStream) => {
      const write = prefix === undefined ? (chunk: Buffer) => target.write(chunk) : linesTo(target, prefix);
      return (chunk: Buffer) => {
        output += chunk.toString();
        if (!quiet) write(chunk);
      };
    };
    child.stdout.on("data", keep(process.stdout));
    child.stderr.on("data", keep(process.stderr));
    const end = (code: number) => {
      process.off("SIGTERM", forward).off("SIGINT", forward);
      resolve({ code, output: stripVTControlCharacters(output) });
    };
    child.once("error", (error) => {
      output += `${file}: ${error.message}\n`;
      end(1);
    });
    child.once("close", (code) => end(code ?? 1));
  });
}

/** Writes whole lines only; the last one must end like the others. */
function linesTo(target: NodeJS.WriteStream, prefix: string): (chunk: Buffer) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    target.write(lines.map((line) => `${prefix}${line}\n`).join(""));
  };
}
