import type { JsonObject } from "../domain/json.ts";
import { successorsOf } from "./successors.ts";

export interface NodeChange {
  nodeId: string;
  change: "added" | "removed" | "changed";
  kind: "trigger" | "step";
  /** Runs that wait there now. */
  waiting: number;
  /** For removed steps: where those go on; null ends their path. */
  goesOnAt?: string | null;
}

type Node = { id: string } & JsonObject;

function nodes(document: JsonObject | null, key: "triggers" | "steps"): Map<string, Node> {
  const list = document?.[key];
  return new Map((Array.isArray(list) ? (list as Node[]) : []).map((node) => [node.id, node]));
}

/** Without what never affects a run. */
function plan({ position: _, note: __, label: ___, ...rest }: Node): string {
  return JSON.stringify(rest, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** What publishing `next` over `live` changes, and for how many who wait. */
export function publishChanges(live: JsonObject | null, next: JsonObject, waiting: ReadonlyMap<string, number>): NodeChange[] {
  const successors = successorsOf(live && { document: live, successors: {} }, next);
  return (["triggers", "steps"] as const).flatMap((key) => {
    const kind = key === "triggers" ? ("trigger" as const) : ("step" as const);
    const [before, after] = [nodes(live, key), nodes(next, key)];
    const removed = [...before.keys()]
      .filter((id) => !after.has(id))
      .map((nodeId) => ({
        nodeId,
        change: "removed" as const,
        kind,
        waiting: waiting.get(nodeId) ?? 0,
        ...(kind === "step" && { goesOnAt: successors[nodeId] ?? null }),
      }));
    const rest = [...after].flatMap(([nodeId, node]) => {
      const old = before.get(nodeId);
      if (old && plan(old) === plan(node)) return [];
      return [{ nodeId, change: old ? ("changed" as const) : ("added" as const), kind, waiting: waiting.get(nodeId) ?? 0 }];
    });
    return [...removed, ...rest];
  });
}
