import { readdir } from "node:fs/promises";

/** Loads what each file of a folder exports under one name, by its key: a new one costs one file. A missing folder is empty. */
export async function loadFolder<T>(folder: URL, exportName: string, keyOf: (item: T) => string): Promise<Map<string, T>> {
  const files = await readdir(folder).catch(() => [] as string[]);
  const items = new Map<string, T>();
  for (const file of files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).sort()) {
    const item = ((await import(new URL(file, folder).href)) as Record<string, unknown>)[exportName] as T | undefined;
    // Files without it are helpers of their neighbours.
    if (item !== undefined) items.set(keyOf(item), item);
  }
  return items;
}
