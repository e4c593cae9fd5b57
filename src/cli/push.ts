import { defineCommand } from "citty";
import type { Problem } from "../automation/problems.ts";
import { Refusal } from "../domain/refusal.ts";
import { activateAutomation } from "../operations/activate-automation.ts";
import { publishAutomation } from "../operations/publish-automation.ts";
import { createAutomation, saveAutomationDraft } from "../operations/save-automation.ts";
import { validateAutomation } from "../operations/validate-automation.ts";
import { findAutomationByName } from "../store/automations.ts";
import { filesOf } from "./check-usage.ts";
import { readDocument } from "./document-file.ts";
import { findWorkspaceId, type Installation, withInstallation } from "./installation.ts";
import { printProblem } from "./validate.ts";

interface Pushed {
  file: string;
  automationId: string;
  created: boolean;
  version: number | null;
  active: boolean;
}

export const pushCommand = defineCommand({
  meta: { name: "push", description: "Make or change automations from YAML files; the name in the document says which" },
  args: {
    files: { type: "positional", required: false, description: "One or more" },
    workspace: { type: "string", description: "Name of the workspace; the only one when left out" },
    publish: { type: "boolean", description: "Publish them too" },
    activate: { type: "boolean", description: "Publish and activate them too" },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: ({ args }) => {
    const files = filesOf(args._, "push");
    return withInstallation(async (installation) => {
      const workspaceId = await findWorkspaceId(installation, args.workspace);
      const pushed: Pushed[] = [];
      for (const file of files) {
        try {
          pushed.push(
            await push(installation, workspaceId, file, {
              publish: args.publish === true || args.activate === true,
              activate: args.activate === true,
            }),
          );
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          console.error(`${file}: ${error.message}`);
          for (const problem of (error.data?.["problems"] ?? []) as Problem[]) printProblem(file, problem);
          process.exitCode = 1;
        }
      }
      if (args.json) console.log(JSON.stringify(pushed));
      else {
        for (const { file, created, version, active } of pushed) {
          console.log(
            `${file}: ${created ? "made" : "changed"}${version === null ? "" : `, version ${version}`}${active ? ", active" : ""}`,
          );
        }
      }
    });
  },
});

async function push(
  installation: Installation,
  workspaceId: string,
  file: string,
  { publish, activate }: { publish: boolean; activate: boolean },
): Promise<Pushed> {
  const draft = await readDocument(file);
  const existing = await findAutomationByName(installation.db, workspaceId, String(draft["name"]));
  const automationId = existing ?? (await createAutomation(installation, workspaceId, draft, null));
  if (existing !== undefined) await saveAutomationDraft(installation, workspaceId, existing, { draft, draftRevision: null, savedBy: null });
  const { problems } = await validateAutomation(installation, workspaceId, draft, automationId, activate ? "activate" : "publish");
  // Publishing refuses with its own; warnings are told either way.
  for (const problem of problems) if (!publish || problem.severity === "warning") printProblem(file, problem);
  const version = publish ? (await publishAutomation(installation, workspaceId, automationId, { publishedBy: null })).number : null;
  if (activate) await activateAutomation(installation, workspaceId, automationId, "resume");
  return { file, automationId, created: existing === undefined, version, active: activate };
}
