/** The engine's own validation. Phrases of other automations only the server knows: its check is asked for those. */
import type { Definition } from "../../automation/definition.ts";
import type { Problem } from "../../automation/problems.ts";
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import { validateDefinition as validate } from "../../automation/validate.ts";
import { registry } from "./registry.ts";

const NOTHING_TAKEN: ReadonlyMap<string, string> = new Map();

export function validateDefinition(definition: Definition, workspace: WorkspaceSnapshot): Problem[] {
  return validate(registry, definition, workspace, { purpose: "publish", taken: NOTHING_TAKEN });
}
