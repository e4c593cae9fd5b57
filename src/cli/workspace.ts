import { defineCommand } from "citty";
import { StartupError } from "../domain/startup-error.ts";
import { createWorkspace } from "../operations/create-workspace.ts";
import { findUserByEmail } from "../store/accounts.ts";
import { inTransaction } from "../store/db.ts";
import { withInstallation } from "./installation.ts";

const createCommand = defineCommand({
  meta: { name: "create", description: "Make a workspace with a sandbox number" },
  args: {
    name: { type: "string", required: true, description: "Name of the business" },
    owner: { type: "string", required: true, description: "E-mail address of its owner's account" },
    timezone: { type: "string", description: "IANA name", default: Intl.DateTimeFormat().resolvedOptions().timeZone },
    language: { type: "string", description: "Default language of templates", default: "en" },
    country: { type: "string", description: "ISO code for numbers written without one, for example IT" },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: ({ args }) =>
    withInstallation(async ({ pool, db, secrets, clock }) => {
      const owner = await findUserByEmail(db, args.owner);
      if (!owner) throw new StartupError(`There is no account for ${args.owner}: make it with \`parola user create\`.`);
      const made = await inTransaction(pool, (tx) =>
        createWorkspace(
          tx,
          secrets,
          { name: args.name, timeZone: args.timezone, language: args.language, country: args.country },
          { userId: owner.id },
          clock.now(),
        ),
      );
      console.log(args.json ? JSON.stringify(made) : `The workspace "${args.name}" belongs to ${args.owner}.`);
    }),
});

export const workspaceCommand = defineCommand({
  meta: { name: "workspace", description: "Workspaces" },
  subCommands: { create: createCommand },
});
