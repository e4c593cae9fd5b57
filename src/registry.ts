/** Finds the step and trigger types on disk: a new type costs one file in `automation/steps/` or `automation/triggers/`. */
import { readdir } from "node:fs/promises";
import type { StepType } from "./automation/step.ts";
import type { Registry, TriggerType } from "./automation/trigger.ts";

/** Throws when a file exports no type or is not named like it: both would otherwise only show in production. */
export async function loadRegistry(): Promise<Registry> {
  const [steps, triggers] = await Promise.all([
    loadTypes<StepType>(new URL("./automation/steps/", import.meta.url), "step"),
    loadTypes<TriggerType>(new URL("./automation/triggers/", import.meta.url), "trigger"),
  ]);
  return { steps, triggers };
}

/** The types that the files of a folder export under a name, by their type. */
export async function loadTypes<T extends { type: string }>(folder: URL, exportName: string): Promise<Record<string, T>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).sort();
  const types = await Promise.all(files.map((file) => loadType<T>(new URL(file, folder), file, exportName)));
  return Object.fromEntries(types.map((type) => [type.type, type]));
}

async function loadType<T extends { type: string }>(url: URL, file: string, exportName: string): Promise<T> {
  const module = (await import(url.href)) as Record<string, unknown>;
  const type = module[exportName] as T | undefined;
  if (typeof type?.type !== "string") throw new Error(`${file} exports no "${exportName}"`);
  const expected = `${type.type.replaceAll("_", "-")}.ts`;
  if (file !== expected) throw new Error(`${file} holds the type "${type.type}" and must be called ${expected}`);
  return type;
}
