/** What every part of the builder may need besides the document. */
import { createContext, useContext } from "react";
import type { Problem } from "../../automation/problems.ts";
import type { Registry } from "../../automation/trigger.ts";
import type { NodeView } from "./canvas/node-view.ts";
import type { ExitRef, Position, StepDraft, TriggerDraft } from "./document/draft.ts";
import type { SummaryTools } from "./node-form.ts";
import type { Observable } from "./observable.ts";

/** Opens the menu that picks a type. */
export interface PaletteRequest {
  kind: "step" | "trigger";
  /** Where the menu appears, in pixels of the window. */
  at: Position;
  /** The new step goes behind this exit; what the exit led to follows it. */
  from?: ExitRef;
  /** Where the new node goes on the canvas; without it, a free place near `from`. */
  place?: Position;
}

/** What a badge on a node or an exit says in live mode. */
export interface LiveNode {
  entered: number;
  waiting: number;
  errors: number;
  exits: Readonly<Record<string, number>>;
}

/** The way a test or a contact's run has taken. */
export interface Trail {
  visited: ReadonlySet<string>;
  /** `node/exit` of arrows that were taken. */
  taken: ReadonlySet<string>;
  current: ReadonlySet<string>;
  failed: ReadonlySet<string>;
  /** What steps did, in a few words. */
  values: ReadonlyMap<string, string>;
}

export type NodeMark = "added" | "changed" | "removed";

export interface BuilderContextValue {
  registry: Registry;
  tools: SummaryTools;
  describe(node: TriggerDraft | StepDraft): NodeView;
  problems: Observable<ReadonlyMap<string, readonly Problem[]>>;
  live: Observable<ReadonlyMap<string, LiveNode> | null>;
  trail: Observable<Trail | null>;
  /** What the shown version changed, while versions are compared. */
  marks: Observable<ReadonlyMap<string, NodeMark> | null>;
  palette: Observable<PaletteRequest | null>;
  /** Versions and the live view are looked at, not changed. */
  readOnly: boolean;
  /** Live mode: a number on a node was clicked. */
  onCountClick?(nodeId: string, what: "entered" | "waiting" | "errors" | { exit: string }): void;
}

export const BuilderContext = createContext<BuilderContextValue | null>(null);

export function useBuilderContext(): BuilderContextValue {
  const value = useContext(BuilderContext);
  if (!value) throw new Error("useBuilderContext outside of the builder");
  return value;
}
