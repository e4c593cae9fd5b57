/** Finds the triggers an event could start without asking every one; built once per workspace snapshot. */
import { normalizePhrase } from "../domain/phrase.ts";
import type { TriggerNode } from "./definition.ts";
import type { EngineEvent } from "./event.ts";
import type { AutomationSnapshot, WorkspaceSnapshot } from "./state.ts";
import type { MessagePhase, Registry } from "./trigger.ts";

export interface IndexedTrigger {
  automation: AutomationSnapshot;
  node: TriggerNode;
}

export interface TriggerIndex {
  lookup(event: EngineEvent, phase?: MessagePhase): IndexedTrigger[];
}

/** Snapshots are immutable, so their index lives exactly as long as they do. */
const indexes = new WeakMap<WorkspaceSnapshot, TriggerIndex>();

export function triggerIndex(registry: Registry, workspace: WorkspaceSnapshot): TriggerIndex {
  let index = indexes.get(workspace);
  if (!index) indexes.set(workspace, (index = build(registry, workspace)));
  return index;
}

function build(registry: Registry, workspace: WorkspaceSnapshot): TriggerIndex {
  const byPhrase = new Map<string, IndexedTrigger[]>();
  const byEvent = new Map<string, IndexedTrigger[]>();
  const put = (map: Map<string, IndexedTrigger[]>, key: string, entry: IndexedTrigger) => {
    const list = map.get(key);
    if (list) list.push(entry);
    else map.set(key, [entry]);
  };
  for (const automation of Object.values(workspace.automations)) {
    if (automation.state !== "active") continue;
    for (const node of automation.definition.triggers) {
      const type = registry.triggers[node.type];
      if (!type) continue;
      const entry = { automation, node };
      const phrases = type.exactPhrases?.(node.config);
      if (phrases) for (const phrase of new Set(phrases.map(normalizePhrase))) put(byPhrase, phrase, entry);
      else put(byEvent, eventIndexKey(type.on, type.phase), entry);
    }
  }
  return {
    lookup(event, phase) {
      const scanned = byEvent.get(eventIndexKey(event.type, phase)) ?? [];
      if (event.type !== "message" || phase !== "choice") return scanned;
      const exact = byPhrase.get(normalizePhrase(event.text));
      return exact ? [...exact, ...scanned] : scanned;
    },
  };
}

function eventIndexKey(type: string, phase: MessagePhase | undefined): string {
  return phase === undefined ? type : `${type}/${phase}`;
}
