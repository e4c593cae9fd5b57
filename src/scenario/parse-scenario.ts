/** A scenario file as data, with the line of everything that can fail. */
import { isMap, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import { z } from "zod";
import { type Scenario, scenarioSchema } from "./scenario-schema.ts";

export interface ScriptItem {
  verb: string;
  input: unknown;
  line: number;
  /** Lines of the keys of the input, where it is a map. */
  lines: Record<string, number>;
}

export interface ParsedScenario extends Scenario {
  items: ScriptItem[];
}

/** What is wrong with the file itself. */
export class ScenarioSyntaxError extends Error {
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.name = "ScenarioSyntaxError";
    this.line = line;
  }
}

export function parseScenario(text: string): ParsedScenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (node: unknown) => lines.linePos((node as Node | null)?.range?.[0] ?? 0).line;
  const [broken] = document.errors;
  if (broken) throw new ScenarioSyntaxError(broken.message, lines.linePos(broken.pos[0]).line);
  const result = scenarioSchema.safeParse(document.toJS());
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = (issue?.path ?? []) as (string | number)[];
    const node = document.getIn(path, true) ?? document.getIn(path.slice(0, -1), true);
    throw new ScenarioSyntaxError(`${path.join(".") || "the file"}: ${z.prettifyError(result.error)}`, node ? lineOf(node) : null);
  }
  const script = document.get("script", true);
  const nodes = isSeq(script) ? script.items : [];
  const items = result.data.script.map((item, index) => {
    const [verb, input] = Object.entries(item)[0] as [string, unknown];
    const pair = isMap(nodes[index]) ? (nodes[index].items[0] as Pair<Node, Node | null>) : undefined;
    const keys = isMap(pair?.value) ? (pair.value.items as Pair<Node, Node>[]) : [];
    return { verb, input, line: lineOf(pair?.key), lines: Object.fromEntries(keys.map(({ key }) => [String(key), lineOf(key)])) };
  });
  return { ...result.data, items };
}
