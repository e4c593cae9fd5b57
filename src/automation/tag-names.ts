/** Which tags a step means: those it names and those of the categories it names. */
import type { WorkspaceSnapshot } from "./state.ts";

/** `unknown` are names that the workspace has no more; a document keeps working without them. */
export function namesOfTags(workspace: WorkspaceSnapshot, tags: string[], categories: string[]): { known: string[]; unknown: string[] } {
  const known = tags.filter((name) => workspace.tags[name] !== undefined);
  const unknown = tags.filter((name) => workspace.tags[name] === undefined);
  for (const category of categories) {
    for (const [name, tag] of Object.entries(workspace.tags)) if (tag.category === category) known.push(name);
  }
  return { known: [...new Set(known)], unknown };
}
