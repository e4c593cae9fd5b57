/** Free messages that may come when WhatsApp's 24-hour window has closed, and have no template to fall back to. */
import { WINDOW_MS } from "../domain/session-window.ts";
import type { Definition, StepNode } from "./definition.ts";
import type { Edge } from "./graph.ts";
import { type Problem, warning } from "./problems.ts";
import type { Registry } from "./trigger.ts";

export function windowWarnings(registry: Registry, definition: Definition, edges: Edge[]): Problem[] {
  const silence = longestSilence(registry, definition, edges);
  return definition.stepOrder.flatMap((id, index) => {
    const node = definition.steps[id] as StepNode;
    if (!registry.steps[node.type]?.needsWindow?.(node.config) || (silence.get(id) ?? 0) < WINDOW_MS) return [];
    return [
      {
        ...warning(
          "window_may_be_closed",
          ["steps", index, "config"],
          "This message may be due more than 24 hours after the customer last wrote; WhatsApp then takes templates only.",
          "Choose a fallback template, send a template, or wait for a reply before it.",
        ),
        nodeId: id,
      },
    ];
  });
}

/**
 * The longest time since the customer wrote with which each step can be entered, capped at the window. Grows step by step to
 * a fixed point; a step that is improved more often than there are steps lies in a circle that adds time each turn.
 */
function longestSilence(registry: Registry, definition: Definition, edges: Edge[]): Map<string, number> {
  const silence = new Map<string, number>();
  const improved = new Map<string, number>();
  const queue: string[] = [];
  const raise = (id: string, value: number) => {
    const capped = Math.min(value, WINDOW_MS);
    if ((silence.get(id) ?? -1) >= capped) return;
    const times = (improved.get(id) ?? 0) + 1;
    improved.set(id, times);
    silence.set(id, times > definition.stepOrder.length ? WINDOW_MS : capped);
    queue.push(id);
  };
  for (const trigger of definition.triggers) {
    if (!Object.hasOwn(definition.steps, trigger.next)) continue;
    raise(trigger.next, registry.triggers[trigger.type]?.opensWindow?.(trigger.config) ? 0 : WINDOW_MS);
  }
  const leaving = new Map<string, Edge[]>();
  for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const node = definition.steps[id] as StepNode;
    const type = registry.steps[node.type];
    for (const { exit, to } of leaving.get(id) ?? []) {
      if (exit !== null && type?.reopensWindow?.(node.config, exit)) raise(to, 0);
      else raise(to, (silence.get(id) ?? 0) + (exit === null ? 0 : (type?.longestWait?.(node.config, exit) ?? 0)));
    }
  }
  return silence;
}
