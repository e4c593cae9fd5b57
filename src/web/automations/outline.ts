import type { DraftDocument } from "../../contract/document.ts";

type Step = DraftDocument["steps"][number];
export interface OutlineRow {
  step: Step;
  /** How many forks lie above it. */
  depth: number;
  /** The exit that leads to it, and the type of the step that has it; undefined behind a start step. */
  via: { exit: string; type: string } | undefined;
}

/** Every step once, depth first, behind the first exit that leads to it; those nothing leads to come last. */
export function outline(document: DraftDocument): OutlineRow[] {
  const byId = new Map(document.steps.map((step) => [step.id, step]));
  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const visit = (id: string | undefined, depth: number, via: OutlineRow["via"]) => {
    const step = id === undefined ? undefined : byId.get(id);
    if (!step || seen.has(step.id)) return;
    seen.add(step.id);
    rows.push({ step, depth, via });
    const exits = Object.entries(step.exits);
    for (const [exit, target] of exits) visit(target, depth + (exits.length > 1 ? 1 : 0), { exit, type: step.type });
  };
  for (const trigger of document.triggers) visit(trigger.next, 0, undefined);
  for (const step of document.steps) visit(step.id, 0, undefined);
  return rows;
}
