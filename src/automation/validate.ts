/** What is wrong with a document in its workspace, before it is published or activated. */
import type { Definition, StepNode } from "./definition.ts";
import { circles, edgesOf, edgeWaits, reachable } from "./graph.ts";
import { loopProblems } from "./loops.ts";
import { phraseProblems } from "./phrases.ts";
import { type Problem, problem, warning } from "./problems.ts";
import { findFiles, findReferences } from "./reference.ts";
import { referenceProblems } from "./reference-problems.ts";
import type { WorkspaceSnapshot } from "./state.ts";
import { textProblems } from "./text-problems.ts";
import type { Registry } from "./trigger.ts";
import type { Path } from "./walk-schema.ts";
import { windowWarnings } from "./window-warnings.ts";

export interface ValidationContext {
  /** Activating turns problems of severity `activation` into errors. */
  purpose: "publish" | "activate";
  /** Normalised exact phrases of other active automations → that automation's name. */
  taken: ReadonlyMap<string, string>;
  /** Names of all automations of the workspace, drafts too; those with a published version when left out. */
  automations?: Iterable<string>;
  /** Ids of the uploaded files that are here, of those the document shows. Without it nothing is said of files. */
  files?: ReadonlySet<string>;
}

/**
 * Problems in the document's order; it may be published (or activated) when none is an error.
 * @param workspace null: there is none at hand, and only what can be said without one is said
 */
export function validateDefinition(
  registry: Registry,
  definition: Definition,
  workspace: WorkspaceSnapshot | null,
  context: ValidationContext,
): Problem[] {
  const published = Object.values(workspace?.automations ?? {}).map(({ name }) => name);
  const automations = new Set([...(context.automations ?? published), definition.name]);
  const edges = edgesOf(registry, definition);
  const problems = [
    ...triggerProblems(registry, definition, workspace, automations),
    ...definition.stepOrder.flatMap((id, index) =>
      stepProblems(registry, definition, definition.steps[id] as StepNode, index, workspace, automations),
    ),
    ...(context.files ? fileProblems(registry, definition, context.files) : []),
    ...unreachable(definition, reachable(definition, edges)),
    ...circles(
      definition.stepOrder,
      edges.filter((edge) => !edgeWaits(registry, definition, edge)),
    ).map((circle) => circleProblem(definition, circle)),
    ...loopProblems(registry, definition),
    ...windowWarnings(registry, definition, edges),
    ...phraseProblems(registry, definition, context.taken),
  ];
  if (context.purpose === "publish") return problems;
  return problems.map((found) => (found.severity === "activation" ? { ...found, severity: "error" } : found));
}

function triggerProblems(
  registry: Registry,
  definition: Definition,
  workspace: WorkspaceSnapshot | null,
  automations: ReadonlySet<string>,
): Problem[] {
  if (definition.triggers.length === 0) {
    return [problem("no_trigger", ["triggers"], "Nothing starts this automation.", "Add a start step.")];
  }
  return definition.triggers.flatMap((node, index) => {
    const type = registry.triggers[node.type];
    if (!type) return [];
    const path: Path = ["triggers", index];
    const config: Path = [...path, "config"];
    const own = workspace ? (type.problems?.(node.config, { node, workspace, automationName: definition.name }) ?? []) : [];
    const found = [
      ...(workspace ? referenceProblems(findReferences(type.config, node.config, config), workspace, automations, definition.name) : []),
      ...textProblems(type.config, node.config, config, workspace),
      ...own.map((inner) => below(inner, config)),
    ];
    if (!Object.hasOwn(definition.steps, node.next)) found.push(missingStep([...path, "next"], node.next));
    return found.map((item) => ({ ...item, nodeId: node.id }));
  });
}

function stepProblems(
  registry: Registry,
  definition: Definition,
  node: StepNode,
  index: number,
  workspace: WorkspaceSnapshot | null,
  automations: ReadonlySet<string>,
): Problem[] {
  const type = registry.steps[node.type];
  if (!type) return [];
  const path: Path = ["steps", index];
  const config: Path = [...path, "config"];
  const named = findReferences(type.config, node.config, config);
  const references = workspace ? referenceProblems(named, workspace, automations, definition.name) : [];
  // With an object missing, the exits it would give (a template's buttons) are not known.
  const exitsKnown = workspace ? references.every(({ severity }) => severity !== "error") : named.every(({ kind }) => kind !== "template");
  const missing = (type.jumps?.(node.config) ?? [])
    .filter((id) => !Object.hasOwn(definition.steps, id))
    .map((id) => missingStep(config, id));
  const exits = type.exits(node.config, workspace ?? undefined).flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const own = workspace ? (type.problems?.(node.config, { node, workspace, automationName: definition.name }) ?? []) : [];
  const found = [
    ...references,
    ...textProblems(type.config, node.config, config, workspace),
    ...own.map((inner) => below(inner, config)),
    ...missing,
  ];
  for (const [exit, to] of Object.entries(node.exits)) {
    if (!Object.hasOwn(definition.steps, to)) found.push(missingStep([...path, "exits", exit], to));
    if (exitsKnown && !exits.includes(exit)) found.push(unknownExit([...path, "exits", exit], exit, exits));
  }
  return found.map((item) => ({ ...item, nodeId: node.id }));
}

function fileProblems(registry: Registry, definition: Definition, files: ReadonlySet<string>): Problem[] {
  return definition.stepOrder.flatMap((id, index) => {
    const { type, config } = definition.steps[id] as StepNode;
    const schema = registry.steps[type]?.config;
    const missing = schema ? findFiles(schema, config, ["steps", index, "config"]).filter((file) => !files.has(file.id)) : [];
    return missing.map(({ path }) => ({
      ...problem(
        "unknown_file",
        path,
        "The file is not in this workspace: it was uploaded to another one, or is gone.",
        "Upload it here, or give a link to it.",
      ),
      nodeId: id,
    }));
  });
}

function below(found: Problem, path: Path): Problem {
  return { ...found, path: [...path, found.path].filter((part) => part !== "").join(".") };
}

function missingStep(path: Path, id: string): Problem {
  return problem("missing_step", path, `There is no step "${id}".`, "Connect it to a step that exists, or remove the connection.");
}

function unknownExit(path: Path, exit: string, exits: string[]): Problem {
  const known = exits.length > 0 ? `It has ${exits.join(", ")}.` : "It has none.";
  return problem("unknown_exit", path, `This step has no exit "${exit}". ${known}`, "Use one of its exits, or remove the connection.");
}

function unreachable(definition: Definition, reached: ReadonlySet<string>): Problem[] {
  if (definition.triggers.length === 0) return [];
  return definition.stepOrder.flatMap((id, index) => {
    if (reached.has(id)) return [];
    return [
      {
        ...warning("unreachable_step", ["steps", index], "No start step leads here, so it never runs.", "Connect it, or delete it."),
        nodeId: id,
      },
    ];
  });
}

function circleProblem(definition: Definition, circle: string[]): Problem {
  const names = circle.map((id) => definition.steps[id]?.label ?? id);
  const first = circle[0] as string;
  return {
    ...problem(
      "cycle_without_wait",
      ["steps", definition.stepOrder.indexOf(first)],
      `These steps turn in a circle without ever waiting: ${[...names, names[0]].join(" → ")}.`,
      "Put a step that waits (Wait for a reply, Delay) into the circle, or break it.",
    ),
    nodeId: first,
  };
}
