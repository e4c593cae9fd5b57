import { defineCommand } from "citty";
import { PERMISSIONS, type Permission } from "../contract/roles.ts";
import { StartupError } from "../domain/startup-error.ts";
import { findUserByEmail } from "../store/accounts.ts";
import { setKeyWorkspace } from "../store/api-keys.ts";
import { findWorkspaceId, withInstallation } from "./installation.ts";

/** better-auth's own limit. */
const MAX_NAME = 32;

const createCommand = defineCommand({
  meta: { name: "create", description: "Make an API key and print it; it is shown only once" },
  args: {
    name: { type: "string", required: true, description: "What it is for" },
    user: { type: "string", required: true, description: "E-mail address of the account it belongs to" },
    workspace: { type: "string", description: "Name of the workspace; the only one when left out" },
    scopes: { type: "string", description: "Comma-separated, for example contacts:read,automations:write; all when left out" },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: ({ args }) =>
    withInstallation(async (installation) => {
      const workspaceId = await findWorkspaceId(installation, args.workspace);
      const user = await findUserByEmail(installation.db, args.user);
      if (!user) throw new StartupError(`There is no account for ${args.user}.`);
      const scopes = args.scopes?.split(",").map((scope) => scope.trim()) ?? [...PERMISSIONS];
      const unknown = scopes.find((scope) => !PERMISSIONS.includes(scope as Permission));
      if (unknown !== undefined) throw new StartupError(`There is no scope "${unknown}"; there are ${PERMISSIONS.join(", ")}.`);
      const made = await installation.auth.api.createApiKey({
        body: { name: args.name.slice(0, MAX_NAME), userId: user.id, permissions: { parola: scopes } },
      });
      await setKeyWorkspace(installation.db, made.id, workspaceId);
      console.log(args.json ? JSON.stringify({ id: made.id, key: made.key }) : made.key);
    }),
});

export const apiKeyCommand = defineCommand({
  meta: { name: "api-key", description: "API keys" },
  subCommands: { create: createCommand },
});
