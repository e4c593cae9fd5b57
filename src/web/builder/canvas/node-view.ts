/** Everything the canvas shows of a node, in words; computed once per node object. */
import type { StepGroup } from "../../../automation/step.ts";
import type { Registry } from "../../../automation/trigger.ts";
import type { HueGroup } from "../../ui/hue.ts";
import { isStep, type StepDraft, type TriggerDraft } from "../document/draft.ts";
import { isNewId } from "../document/new-id.ts";
import { nodeForm, type SummaryTools } from "../node-form.ts";
import { genericSummary } from "../summary.ts";
import type { NodeShape } from "./geometry.ts";
import { type ExitWorkspace, nodeExits, nodeJumps } from "./node-exits.ts";

export interface ViewExit {
  name: string;
  label: string;
  missing: boolean;
}

export interface NodeView extends NodeShape {
  id: string;
  kind: "step" | "trigger";
  type: string;
  group: HueGroup;
  /** The label a person gave, else the type's title. */
  title: string;
  typeTitle: string;
  summary: string;
  exits: readonly ViewExit[];
  jumps: readonly string[];
  /** The type is not known to this version of the product. */
  unknown: boolean;
}

export type Describe = (node: TriggerDraft | StepDraft) => NodeView;

const KNOWN_EXITS = new Set([
  "next",
  "failed",
  "timeout",
  "replied",
  "then",
  "else",
  "otherwise",
  "success",
  "neutral",
  "call_back",
  "no_answer",
  "handed_over",
  "done",
  "paid",
  "not_paid",
]);

/** A new one is needed when the language or the templates change; within one, the same node object is described once. */
export function createDescribe(registry: Registry, tools: SummaryTools, workspace: ExitWorkspace | undefined): Describe {
  const cache = new WeakMap<object, NodeView>();
  return (node) => {
    let view = cache.get(node);
    if (!view) cache.set(node, (view = describe(registry, tools, workspace, node)));
    return view;
  };
}

function describe(registry: Registry, tools: SummaryTools, workspace: ExitWorkspace | undefined, node: TriggerDraft | StepDraft): NodeView {
  const kind = isStep(node) ? "step" : "trigger";
  const type = kind === "step" ? registry.steps[node.type] : registry.triggers[node.type];
  const typeTitle = tools.t(`${kind}.${node.type}.title`, { defaultValue: type?.title ?? node.type });
  return {
    id: node.id,
    kind,
    type: node.type,
    group: kind === "trigger" ? "trigger" : ((type as { group?: StepGroup } | undefined)?.group ?? "integration"),
    title: node.label ?? typeTitle,
    typeTitle,
    summary: summaryOf(kind, node, tools),
    exits: nodeExits(registry, node, workspace).map((exit, index) => ({
      name: exit.name,
      label: exitLabel(node.type, exit, index, tools),
      missing: exit.missing ?? false,
    })),
    jumps: isStep(node) ? nodeJumps(registry, node) : [],
    unknown: !type,
  };
}

/** The same exit may mean something else with another type: a reply that did not come, or an agent whose time is over. */
function exitLabel(type: string, exit: { name: string; label?: string }, index: number, { t }: SummaryTools): string {
  if (KNOWN_EXITS.has(exit.name)) return t(`exit.${exit.name}`, { context: type });
  if (exit.label?.trim()) return exit.label;
  // Of ways that have no name yet; one that came with a document may say something.
  return isNewId(exit.name) ? t("branch.way", { number: index + 1 }) : exit.name;
}

function summaryOf(kind: "step" | "trigger", node: TriggerDraft | StepDraft, tools: SummaryTools): string {
  const own = nodeForm(kind, node.type)?.summary;
  try {
    return own ? own(node.config, tools) : genericSummary(node.config, tools);
  } catch {
    // A config that is not of the form the summary expects, for example pasted by hand.
    return genericSummary(node.config, tools);
  }
}
