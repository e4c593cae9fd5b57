import type { DraftDocument } from "../../contract/document.ts";

type Step = DraftDocument["steps"][number];
interface Via {
  exit: string;
  /** Of the step that has it. */
  type: string;
  /** What people read on it, where the step says it: a button's title, the words of a case. */
  label: string | undefined;
}
export interface OutlineRow {
  step: Step;
  /** How many forks lie above it. */
  depth: number;
  /** The exit that leads to it; undefined behind a start step. */
  via: Via | undefined;
}

/** Every step once, depth first, behind the first exit that leads to it; those nothing leads to come last. */
export function outline(document: DraftDocument): OutlineRow[] {
  const byId = new Map(document.steps.map((step) => [step.id, step]));
  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const visit = (id: string | undefined, depth: number, via?: Via) => {
    const step = id === undefined ? undefined : byId.get(id);
    if (!step || seen.has(step.id)) return;
    seen.add(step.id);
    rows.push({ step, depth, via });
    const exits = Object.entries(step.exits);
    for (const [exit, target] of exits)
      visit(target, depth + (exits.length > 1 ? 1 : 0), { exit, type: step.type, label: exitLabel(step, exit) });
  };
  for (const trigger of document.triggers) visit(trigger.next, 0);
  for (const step of document.steps) visit(step.id, 0);
  return rows;
}

/** Whatever of a config is called like the exit: a button, a row of a list, a case. */
function exitLabel({ config }: Step, exit: string): string | undefined {
  const named = (value: unknown): string | undefined => {
    if (Array.isArray(value)) {
      for (const item of value) {
        const found = named(item);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    if (typeof value !== "object" || value === null) return undefined;
    const { id, title, phrases, values } = value as Record<string, unknown>;
    if (id !== exit) return named(Object.values(value));
    if (typeof title === "string") return title;
    return [phrases, values].flatMap((words) => (Array.isArray(words) ? [String(words[0] ?? "")] : [])).find((words) => words !== "");
  };
  return named(config);
}
