import { readFile, writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { readDocument as parseText, UnreadableDocument } from "../automation/read-document.ts";
import type { JsonObject } from "../domain/json.ts";
import { StartupError } from "../domain/startup-error.ts";

/** A document in YAML or JSON (which is YAML too). @throws {StartupError} saying what is wrong with the file */
export async function readDocument(path: string): Promise<JsonObject> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new StartupError(`${path} cannot be read (${cause.code}).`, { cause });
  });
  try {
    return parseText(text);
  } catch (cause) {
    if (cause instanceof UnreadableDocument) throw new StartupError(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
}

export async function writeDocument(path: string, document: JsonObject): Promise<void> {
  await writeFile(path, path.endsWith(".json") ? `${JSON.stringify(document, null, 2)}\n` : stringify(document));
}
