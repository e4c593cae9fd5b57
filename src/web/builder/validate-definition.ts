/** The engine's own validation; a separate file because it is the only thing of the builder that needs a whole snapshot. */
import type { Problem } from "../../automation/problems.ts";
import type { WorkspaceSnapshot } from "../../automation/state.ts";

export function validateDefinition(_definition: unknown, _workspace: WorkspaceSnapshot, _automationId: string | null): Problem[] {
  return [];
}
