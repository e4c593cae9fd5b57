import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { defineCommand } from "citty";
import { StartupError } from "../domain/startup-error.ts";
import { listDocuments } from "../store/automations.ts";
import { writeDocument } from "./document-file.ts";
import { findWorkspaceId, withInstallation } from "./installation.ts";

export const pullCommand = defineCommand({
  meta: { name: "pull", description: "Write automations as YAML files: all, or those named" },
  args: {
    names: { type: "positional", required: false, description: "Of the automations; all when left out" },
    workspace: { type: "string", description: "Name of the workspace; the only one when left out" },
    into: { type: "string", description: "Folder for the files", default: "automations" },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: ({ args }) =>
    withInstallation(async (installation) => {
      const workspaceId = await findWorkspaceId(installation, args.workspace);
      const all = await listDocuments(installation.db, workspaceId);
      const missing = args._.find((name) => !all.some((automation) => automation.name === name));
      if (missing !== undefined) throw new StartupError(`There is no automation "${missing}".`);
      const chosen = args._.length === 0 ? all : all.filter(({ name }) => args._.includes(name));
      await mkdir(args.into, { recursive: true });
      const files: string[] = [];
      const taken = new Set<string>();
      for (const { name, draft } of chosen) {
        const path = join(args.into, `${freeName(fileName(name), taken)}.yaml`);
        await writeDocument(path, draft);
        files.push(path);
      }
      console.log(args.json ? JSON.stringify(files) : files.join("\n"));
    }),
});

/** "Sale!" and "Sale?" are two automations, and neither may overwrite the other. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}

/** Letters and digits of any script, the rest as dashes. */
function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "automation"
  );
}
