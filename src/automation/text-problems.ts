/** Texts with variables that cannot be read, or that name fields nobody has. */
import type { z } from "zod";
import { type Problem, problem, warning } from "./problems.ts";
import type { WorkspaceSnapshot } from "./state.ts";
import { checkTemplate, templateVariablesUsed } from "./template.ts";
import { type Path, walkSchema } from "./walk-schema.ts";

/** @param workspace null: which fields there are is not known */
export function textProblems(schema: z.ZodType, config: unknown, path: Path, workspace: WorkspaceSnapshot | null): Problem[] {
  const problems: Problem[] = [];
  walkSchema(
    schema,
    config,
    (marks, text, at) => {
      if (marks["liquid"] !== true || typeof text !== "string") return;
      const wrong = checkTemplate(text);
      if (wrong) {
        problems.push(
          problem(
            "invalid_template",
            at,
            `The variables in this text cannot be read: ${wrong.message}`,
            "Check the braces, and the names after | .",
          ),
        );
        return;
      }
      if (!workspace) return;
      for (const used of templateVariablesUsed(text)) {
        const code = /^contact\.fields\.(\w+)/.exec(used)?.[1];
        if (code === undefined || Object.hasOwn(workspace.fields, code)) continue;
        problems.push(
          warning("unknown_field", at, `There is no field "${code}": it will be empty.`, "Create the field, or correct its code."),
        );
      }
    },
    path,
  );
  return problems;
}
