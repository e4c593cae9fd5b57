/** Documents: read into what the engine runs, with every error's place; searched for and changed in the names they use. */
import { z } from "zod";
import {
  type Definition,
  type DefinitionInput,
  definitionSchema,
  MAX_STEPS,
  ON_ERROR,
  type OnError,
  type StepNode,
  type TriggerNode,
} from "./definition.ts";
import { type Problem, problem } from "./problems.ts";
import { type FileReference, findFiles, findReferences, type Reference, type ReferenceKind } from "./reference.ts";
import { replaceAt, respelled } from "./respell.ts";
import { schemaProblems } from "./schema-problems.ts";
import type { Registry } from "./trigger.ts";
import type { Path } from "./walk-schema.ts";

export interface ParsedDefinition {
  /** Null where a problem is an error. */
  definition: Definition | null;
  problems: Problem[];
}

/** Checks the form of a whole document: outer schema, every config by its type, ids. What needs the workspace is `validate.ts`. */
export function parseDefinition(registry: Registry, input: unknown): ParsedDefinition {
  const outer = definitionSchema.safeParse(input);
  if (!outer.success) return { definition: null, problems: [...schemaProblems(outer.error, []), ...nodeProblems(registry, input)] };
  const document = outer.data;
  const problems: Problem[] = duplicateIds(document);
  const triggers = document.triggers.map((trigger, i) => parseTrigger(registry, trigger, ["triggers", i], problems));
  const steps = document.steps.map((step, i) => parseStep(registry, step, ["steps", i], problems));
  if (problems.length > 0) return { definition: null, problems };
  return {
    definition: {
      name: document.name,
      ...(document.description !== undefined && { description: document.description }),
      reentry: document.settings?.reentry,
      stopOnReplyToHuman: document.settings?.stopOnReplyToHuman ?? true,
      triggers: triggers as TriggerNode[],
      steps: Object.fromEntries((steps as StepNode[]).map((step) => [step.id, step])),
      stepOrder: document.steps.map((step) => step.id),
    },
    problems,
  };
}

/** What can be told of a start step or step although something else about it, or about the document, is wrong. */
const readableNode = z.looseObject({
  id: z.string().optional(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
});

/** What is wrong inside the nodes of a document whose outer form is wrong, so that all is told at once. */
function nodeProblems(registry: Registry, input: unknown): Problem[] {
  const { triggers, steps } = (typeof input === "object" && input !== null ? input : {}) as { triggers?: unknown; steps?: unknown };
  return [...inNodes(triggers, "triggers", parseTrigger), ...inNodes(steps, "steps", parseStep)];

  function inNodes(list: unknown, name: string, parse: (registry: Registry, node: never, path: Path, problems: Problem[]) => unknown) {
    if (!Array.isArray(list)) return [];
    return list.slice(0, MAX_STEPS).flatMap((item, index) => {
      const node = readableNode.safeParse(item);
      const found: Problem[] = [];
      if (node.success) parse(registry, node.data as never, [name, index], found);
      return found;
    });
  }
}

function duplicateIds({ triggers, steps }: DefinitionInput): Problem[] {
  const seen = new Set<string>();
  const nodes = [
    ...triggers.map(({ id }, i) => ({ id, path: ["triggers", i, "id"] })),
    ...steps.map(({ id }, i) => ({ id, path: ["steps", i, "id"] })),
  ];
  return nodes.flatMap(({ id, path }) => {
    if (seen.has(id))
      return [problem("duplicate_id", path, `The id "${id}" is used more than once.`, "Give each start step and step an id of its own.")];
    seen.add(id);
    return [];
  });
}

function unknownType(type: string, path: Path, what: string, known: object): Problem {
  return problem(
    "unknown_type",
    [...path, "type"],
    `There is no ${what} of type "${type}".`,
    `Use one of ${Object.keys(known).sort().join(", ")}.`,
  );
}

function parseTrigger(registry: Registry, node: DefinitionInput["triggers"][number], path: Path, problems: Problem[]): TriggerNode | null {
  const type = own(registry.triggers, node.type);
  if (!type) {
    problems.push({ ...unknownType(node.type, path, "start step", registry.triggers), nodeId: node.id });
    return null;
  }
  const config = parseConfig(type.config, node.config, [...path, "config"], node.id, problems);
  return config ? { ...node, config: config.value } : null;
}

function parseStep(registry: Registry, node: DefinitionInput["steps"][number], path: Path, problems: Problem[]): StepNode | null {
  const type = own(registry.steps, node.type);
  if (!type) {
    problems.push({ ...unknownType(node.type, path, "step", registry.steps), nodeId: node.id });
    return null;
  }
  const { onError, ...rest } = node.config;
  if (onError !== undefined && !isOnError(onError)) {
    problems.push({
      ...problem("invalid_config", [...path, "config", "onError"], `onError is ${ON_ERROR.join(" or ")}.`, "Choose one of these."),
      nodeId: node.id,
    });
  }
  const config = parseConfig(type.config, rest, [...path, "config"], node.id, problems);
  if (!config) return null;
  return { ...node, config: config.value, onError: isOnError(onError) ? onError : (node.onError ?? "continue") };
}

function isOnError(value: unknown): value is OnError {
  return ON_ERROR.includes(value as OnError);
}

function parseConfig(schema: z.ZodType, config: unknown, path: Path, nodeId: string, problems: Problem[]): { value: unknown } | null {
  let parsed = schema.safeParse(config);
  if (!parsed.success) {
    const repaired = respelled(parsed.error, config);
    if (repaired !== null) parsed = schema.safeParse(repaired);
  }
  if (parsed.success) return { value: parsed.data };
  problems.push(...schemaProblems(parsed.error, path).map((found) => ({ ...found, nodeId })));
  return null;
}

/** Types come from documents: "constructor" is no step type. */
function own<T>(types: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** Every name of a workspace object in a document, with its full path. What is no document has none. */
export function documentReferences(registry: Registry, input: unknown): Reference[] {
  return inConfigs(registry, input, findReferences);
}

/** Every uploaded file that a document shows. What is no document shows none. */
export function documentFiles(registry: Registry, input: unknown): FileReference[] {
  return inConfigs(registry, input, findFiles);
}

function inConfigs<T>(registry: Registry, input: unknown, find: (schema: z.ZodType, config: unknown, path: Path) => T[]): T[] {
  const document = definitionSchema.safeParse(input);
  if (!document.success) return [];
  const { triggers, steps } = document.data;
  const findIn = (schema: z.ZodType | undefined, config: unknown, path: Path) => (schema ? find(schema, config, path) : []);
  return [
    ...triggers.flatMap((node, i) => findIn(own(registry.triggers, node.type)?.config, node.config, ["triggers", i, "config"])),
    ...steps.flatMap((node, i) => findIn(own(registry.steps, node.type)?.config, withoutOnError(node.config), ["steps", i, "config"])),
  ];
}

function withoutOnError({ onError: _, ...config }: Record<string, unknown>): Record<string, unknown> {
  return config;
}

/** The document with each name replaced by what `rename` gives for it; the input itself stays as it is. */
export function renameReferences(registry: Registry, input: unknown, rename: (kind: ReferenceKind, name: string) => string): unknown {
  let document = input;
  for (const { kind, name, path, prefix = "", suffix = "" } of documentReferences(registry, input)) {
    const renamed = rename(kind, name);
    if (renamed !== name) document = replaceAt(document, path, `${prefix}${renamed}${suffix}`);
  }
  return document;
}

/** The document with other files in place of those that `ids` names; the input itself stays as it is. */
export function replaceFiles(registry: Registry, input: unknown, ids: ReadonlyMap<string, string>): unknown {
  return documentFiles(registry, input).reduce((document, { id, path }) => {
    const other = ids.get(id);
    return other === undefined ? document : replaceAt(document, path, other);
  }, input);
}
