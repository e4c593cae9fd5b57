/** What the active automations of a workspace look at beyond the contact itself, so that a batch loads no more. */
import type { AutomationSnapshot, WorkspaceSnapshot } from "../automation/state.ts";
import type { Registry } from "../automation/trigger.ts";

export interface Requirements {
  /** Some condition asks for the status of the last message. */
  lastStatus: boolean;
  tickets: boolean;
  /** Automations whose re-entry or cooldown looks at earlier runs. */
  lookBack: string[];
  /** Automations that assign operators in rotation. */
  rotations: string[];
  /** Workspaces where some step picks the least busy operator. */
  loads: string[];
}

const cached = new WeakMap<WorkspaceSnapshot, Requirements>();

export function requirementsOf(registry: Registry, workspaces: WorkspaceSnapshot[]): Requirements {
  const all = workspaces.map((workspace) => {
    let own = cached.get(workspace);
    if (!own) cached.set(workspace, (own = inspect(registry, workspace)));
    return own;
  });
  return {
    lastStatus: all.some((own) => own.lastStatus),
    tickets: all.some((own) => own.tickets),
    lookBack: all.flatMap((own) => own.lookBack),
    rotations: all.flatMap((own) => own.rotations),
    loads: all.flatMap((own) => own.loads),
  };
}

function inspect(registry: Registry, workspace: WorkspaceSnapshot): Requirements {
  const automations = Object.values(workspace.automations);
  // Searching the text of the document errs on the side of loading: a phrase that mentions a field costs one query.
  const text = automations.map((automation) => JSON.stringify(automation.definition)).join("\n");
  return {
    lastStatus: text.includes("message.last_status"),
    tickets: /ticket/.test(text),
    lookBack: automations.filter((automation) => looksBack(registry, automation)).map((automation) => automation.id),
    rotations: automations.filter((automation) => picks(automation, "round_robin")).map((automation) => automation.id),
    loads: automations.some((automation) => picks(automation, "least_busy")) ? [workspace.id] : [],
  };
}

function looksBack(registry: Registry, { definition }: AutomationSnapshot): boolean {
  return (
    definition.reentry === "once" || definition.triggers.some(({ type, config }) => registry.triggers[type]?.looksBack?.(config) ?? false)
  );
}

function picks({ definition }: AutomationSnapshot, how: string): boolean {
  return Object.values(definition.steps).some((step) => (step.config as { pick?: unknown }).pick === how);
}
