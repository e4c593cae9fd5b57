/** The buttons that mend a problem. A code without an entry has only its sentence. */
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import { findReferences, type ReferenceKind } from "../../../automation/reference.ts";
import { useBuilderContext } from "../builder-context.ts";
import { typeExits } from "../canvas/node-exits.ts";
import { dropExits, remove } from "../document/commands.ts";
import { findNode, isStep } from "../document/draft.ts";
import { useCreator } from "../objects.ts";
import { useStore } from "../store.ts";

export interface Fix {
  label: string;
  run(): void;
}

export function useFixes(problem: Problem, nodeId: string | undefined): Fix[] {
  const { t } = useTranslation("builder");
  const store = useStore();
  const { registry, palette } = useBuilderContext();
  const { draft } = store.get().history.present;
  const node = nodeId === undefined ? undefined : findNode(draft, nodeId);
  const missing = problem.code === "unknown_object" && node ? missingObject(registry, node, problem.path) : null;
  const create = useCreator(missing?.kind ?? "tag");

  const middle = () => ({ x: window.innerWidth / 2 - 160, y: 160 });
  switch (problem.code) {
    case "unknown_object":
      return missing && create ? [{ label: t("fix.create", { name: missing.name }), run: () => void create(missing.name) }] : [];
    case "no_trigger":
      return [{ label: t("canvas.addTrigger"), run: () => palette.set({ kind: "trigger", at: middle() }) }];
    case "open_trigger":
      return nodeId === undefined
        ? []
        : [{ label: t("canvas.addStep"), run: () => palette.set({ kind: "step", at: middle(), from: { node: nodeId, exit: "next" } }) }];
    case "unreachable_step":
    case "unreachable":
      return nodeId === undefined
        ? []
        : [
            {
              label: t("fix.delete"),
              run: () => store.change((current) => remove(current, new Set([nodeId])), { select: [], open: null }),
            },
          ];
    case "unknown_exit":
    case "missing_step":
      return node && isStep(node)
        ? [{ label: t("fix.dropArrow"), run: () => store.change((current) => dropExits(current, node.id, validExits(current, node.id))) }]
        : [];
    default:
      return [];
  }

  function validExits(current: typeof draft, id: string): Set<string> {
    const step = findNode(current, id);
    if (!step || !isStep(step)) return new Set();
    const known = new Set(typeExits(registry, step, undefined).map((exit) => exit.name));
    const ids = new Set(current.steps.map((other) => other.id));
    return new Set(Object.entries(step.exits).flatMap(([exit, target]) => (known.has(exit) && ids.has(target) ? [exit] : [])));
  }
}

function missingObject(
  registry: Parameters<typeof typeExits>[0],
  node: { type: string; config: unknown },
  path: string,
): { kind: ReferenceKind; name: string } | null {
  const schema = "exits" in node ? registry.steps[node.type]?.config : registry.triggers[node.type]?.config;
  if (!schema) return null;
  const local = path.replace(/^(steps|triggers)\.\d+\.config\.?/, "");
  const found = findReferences(schema, node.config).find((reference) => reference.path.join(".") === local);
  return found ? { kind: found.kind, name: found.name } : null;
}
