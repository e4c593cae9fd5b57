import { type Problem, problem } from "./problems.ts";
import type { WorkspaceSnapshot } from "./state.ts";

/** A step's connection must be an account at the right system; that it exists is checked with all references. */
export function connectionProblems(name: string | undefined, kind: string, path: string, { connections }: WorkspaceSnapshot): Problem[] {
  const connection = name === undefined ? undefined : connections[name];
  if (!connection || connection.kind === kind) return [];
  return [
    problem(
      "wrong_connection",
      [path],
      `the connection ${name} is of kind ${connection.kind}, not ${kind}`,
      `Choose a connection of kind ${kind}`,
    ),
  ];
}
