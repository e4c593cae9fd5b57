/** The checks of publishing, while drawing: the same pure code that the server runs, on the same snapshot of the workspace. */
import { type Definition, definitionSchema } from "../../automation/definition.ts";
import { parseDefinition } from "../../automation/parse-definition.ts";
import type { Problem } from "../../automation/problems.ts";
import type { Registry } from "../../automation/trigger.ts";
import type { Draft } from "./document/draft.ts";

/** Stands in for the step an open trigger does not lead to yet, so that everything else can be checked. */
const NOWHERE = "open_trigger_target";

export function checkDraft(registry: Registry, draft: Draft, validate: (definition: Definition) => Problem[]): Problem[] {
  const open = draft.triggers.flatMap((trigger, index) => (trigger.next === undefined ? [openTrigger(index, trigger.id)] : []));
  const document = { ...draft, triggers: draft.triggers.map((trigger) => ({ next: NOWHERE, ...trigger })) };
  const outer = definitionSchema.safeParse(document);
  if (!outer.success) return [...open, ...withNodes(draft, parseDefinition(registry, document).problems)];
  const parsed = parseDefinition(registry, document);
  const found = parsed.definition ? validate(parsed.definition) : parsed.problems;
  return [
    ...open,
    ...withNodes(
      draft,
      found.filter((problem) => !isAboutNowhere(draft, problem)),
    ),
  ];
}

function openTrigger(index: number, id: string): Problem {
  return {
    code: "open_trigger",
    severity: "error",
    path: `triggers.${index}.next`,
    message: "This start leads nowhere.",
    fix: "Add a step behind it, or draw an arrow to one.",
    nodeId: id,
  };
}

function isAboutNowhere(draft: Draft, problem: Problem): boolean {
  const index = /^triggers\.(\d+)\.next$/.exec(problem.path)?.[1];
  return index !== undefined && draft.triggers[Number(index)]?.next === undefined;
}

/** Problems of the outer form carry no node; their path says which one it is. */
export function withNodes(draft: Draft, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    if (problem.nodeId !== undefined) return problem;
    const [list, index] = problem.path.split(".");
    const node = list === "steps" ? draft.steps[Number(index)] : list === "triggers" ? draft.triggers[Number(index)] : undefined;
    return node ? { ...problem, nodeId: node.id } : problem;
  });
}

export function byNode(problems: readonly Problem[]): Map<string, Problem[]> {
  const map = new Map<string, Problem[]>();
  for (const problem of problems) if (problem.nodeId !== undefined) map.set(problem.nodeId, [...(map.get(problem.nodeId) ?? []), problem]);
  return map;
}
