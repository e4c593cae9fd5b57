/** The exits a node shows: those its type gives for its config, and those that have arrows though the type does not know them. */

import type { WorkspaceSnapshot } from "../../../automation/state.ts";
import type { Exit } from "../../../automation/step.ts";
import type { Registry } from "../../../automation/trigger.ts";
import { isStep, type StepDraft, TRIGGER_EXIT, type TriggerDraft } from "../document/draft.ts";

export type ExitWorkspace = Pick<WorkspaceSnapshot, "templates" | "defaultLanguage">;

export interface NodeExit extends Exit {
  /** Has an arrow but does not exist any more, for example of a button that was deleted elsewhere. */
  missing?: true;
}

export function nodeExits(registry: Registry, node: TriggerDraft | StepDraft, workspace: ExitWorkspace | undefined): NodeExit[] {
  if (!isStep(node)) return [{ name: TRIGGER_EXIT }];
  const known = typeExits(registry, node, workspace);
  const names = new Set(known.map((exit) => exit.name));
  return [...known, ...Object.keys(node.exits).flatMap((name): NodeExit[] => (names.has(name) ? [] : [{ name, missing: true }]))];
}

/** Exits by the type alone. While a config is unfinished it is asked as it is, since most types only read a part of it. */
export function typeExits(registry: Registry, node: StepDraft, workspace: ExitWorkspace | undefined): Exit[] {
  const type = registry.steps[node.type];
  if (!type) return [];
  const parsed = type.config.safeParse(node.config);
  try {
    return type.exits(parsed.success ? parsed.data : node.config, workspace);
  } catch {
    return exitsOfExample(type);
  }
}

function exitsOfExample(type: Registry["steps"][string]): Exit[] {
  const example = type.config.safeParse(type.examples[0]?.config);
  return example.success ? type.exits(example.data) : [{ name: "next" }];
}

/** Steps that a step jumps to without an exit. */
export function nodeJumps(registry: Registry, node: StepDraft): string[] {
  try {
    return (registry.steps[node.type]?.jumps?.(node.config) ?? []).filter((target) => typeof target === "string" && target !== "");
  } catch {
    return [];
  }
}
