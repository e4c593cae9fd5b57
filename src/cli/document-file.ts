import { readFile, writeFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import type { JsonObject } from "../domain/json.ts";
import { StartupError } from "../domain/startup-error.ts";

/** A document in YAML or JSON (which is YAML too). @throws {StartupError} saying what is wrong with the file */
export async function readDocument(path: string): Promise<JsonObject> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new StartupError(`${path} cannot be read (${cause.code}).`, { cause });
  });
  try {
    const document: unknown = parse(text);
    if (typeof document === "object" && document !== null && !Array.isArray(document)) return document as JsonObject;
  } catch (cause) {
    throw new StartupError(`${path} is no YAML: ${(cause as Error).message}`, { cause });
  }
  throw new StartupError(`${path} holds no automation: it must be an object with name, triggers and steps.`);
}

export async function writeDocument(path: string, document: JsonObject): Promise<void> {
  await writeFile(path, path.endsWith(".json") ? `${JSON.stringify(document, null, 2)}\n` : stringify(document));
}
