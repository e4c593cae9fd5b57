/** Automations of a workspace by the name documents use. */
import type { AutomationSnapshot, WorkspaceSnapshot } from "./state.ts";

/** Snapshots are immutable, so the index lives exactly as long as they do. */
const indexes = new WeakMap<WorkspaceSnapshot, Map<string, AutomationSnapshot>>();

export function automationByName(workspace: WorkspaceSnapshot, name: string): AutomationSnapshot | undefined {
  let index = indexes.get(workspace);
  if (!index) {
    index = new Map(Object.values(workspace.automations).map((automation) => [automation.name, automation]));
    indexes.set(workspace, index);
  }
  return index.get(name);
}
