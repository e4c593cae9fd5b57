import { defineCommand } from "citty";
import { parseDefinition } from "../automation/parse-definition.ts";
import type { Problem } from "../automation/problems.ts";
import { validateDefinition } from "../automation/validate.ts";
import { loadRegistry } from "../registry.ts";
import { filesOf } from "./check-usage.ts";
import { readDocument } from "./document-file.ts";

export function printProblem(file: string, problem: Problem): void {
  console.error(
    `${file}: ${problem.severity} ${problem.code} at ${problem.path || "(document)"}: ${problem.message}${problem.fix ? ` ${problem.fix}` : ""}`,
  );
}

export const validateCommand = defineCommand({
  meta: { name: "validate", description: "Check documents without a workspace; exit code 1 when one has errors" },
  args: {
    files: { type: "positional", required: false, description: "One or more" },
    json: { type: "boolean", description: "Print the problems as JSON" },
  },
  run: async ({ args }) => {
    const registry = await loadRegistry();
    const found: Record<string, Problem[]> = {};
    for (const file of filesOf(args._, "validate")) {
      const { definition, problems: ofForm } = parseDefinition(registry, await readDocument(file));
      const ofSense = definition ? validateDefinition(registry, definition, null, { purpose: "publish", taken: new Map() }) : [];
      const problems = [...ofForm, ...ofSense];
      found[file] = problems;
      if (args.json) continue;
      for (const problem of problems) printProblem(file, problem);
      if (problems.every(({ severity }) => severity === "warning")) console.log(`${file}: ok`);
    }
    if (args.json) console.log(JSON.stringify(found));
    if (Object.values(found).some((problems) => problems.some(({ severity }) => severity === "error"))) process.exitCode = 1;
  },
});
