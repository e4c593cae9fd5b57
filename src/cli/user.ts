import { randomBytes } from "node:crypto";
import { defineCommand } from "citty";
import { StartupError } from "../domain/startup-error.ts";
import { createWorkspace } from "../operations/create-workspace.ts";
import { dropSecondFactor, findUserByEmail } from "../store/accounts.ts";
import { inTransaction } from "../store/db.ts";
import { withInstallation } from "./installation.ts";

const createCommand = defineCommand({
  meta: { name: "create", description: "Make an account with a workspace of its own" },
  args: {
    email: { type: "string", required: true, description: "Address to sign in with" },
    name: { type: "string", required: true, description: "The person's name" },
    password: { type: "string", description: "At least 10 characters; made up and printed when left out" },
    workspace: { type: "string", description: "Name of the workspace to make", default: "My business" },
    timezone: { type: "string", description: "IANA name", default: Intl.DateTimeFormat().resolvedOptions().timeZone },
    language: { type: "string", description: "Default language of templates", default: "en" },
    country: { type: "string", description: "ISO code for numbers written without one, for example IT" },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: ({ args }) =>
    withInstallation(async ({ auth, pool, db, secrets, clock }) => {
      if (await findUserByEmail(db, args.email)) throw new StartupError(`There is an account for ${args.email} already.`);
      const password = args.password ?? randomBytes(12).toString("base64url");
      const { user } = await auth.api.signUpEmail({ body: { email: args.email, name: args.name, password } }).catch((cause: Error) => {
        throw new StartupError(cause.message, { cause });
      });
      const made = await inTransaction(pool, (tx) =>
        createWorkspace(
          tx,
          secrets,
          { name: args.workspace, timeZone: args.timezone, language: args.language, country: args.country },
          { userId: user.id },
          clock.now(),
        ),
      );
      const result = { userId: user.id, workspaceId: made.workspaceId, ...(args.password === undefined && { password }) };
      if (args.json) console.log(JSON.stringify(result));
      else {
        console.log(`${args.email} can sign in and owns the workspace "${args.workspace}".`);
        if (args.password === undefined) console.log(`Password: ${password}`);
      }
    }),
});

const passwordCommand = defineCommand({
  meta: { name: "password", description: "Give an account a new password; all its devices are signed out" },
  args: {
    email: { type: "string", required: true, description: "Address it signs in with" },
    password: { type: "string", description: "At least 10 characters; made up and printed when left out" },
    "without-second-factor": {
      type: "boolean",
      description: "Switch its second factor off too, where telephone and backup codes are lost",
    },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: ({ args }) =>
    withInstallation(async ({ auth, pool, db }) => {
      const user = await findUserByEmail(db, args.email);
      if (!user) throw new StartupError(`There is no account for ${args.email}.`);
      const password = args.password ?? randomBytes(12).toString("base64url");
      if (password.length < 10 || password.length > 128) throw new StartupError("A password has 10 to 128 characters.");
      const { password: hasher, internalAdapter } = await auth.$context;
      await internalAdapter.updatePassword(user.id, await hasher.hash(password));
      if (args["without-second-factor"]) await inTransaction(pool, (tx) => dropSecondFactor(tx.db, user.id));
      await internalAdapter.deleteUserSessions(user.id);
      if (args.json) console.log(JSON.stringify({ userId: user.id, ...(args.password === undefined && { password }) }));
      else {
        console.log(`${args.email} has a new password${args["without-second-factor"] ? " and no second factor any more" : ""}.`);
        if (args.password === undefined) console.log(`Password: ${password}`);
      }
    }),
});

export const userCommand = defineCommand({
  meta: { name: "user", description: "Accounts" },
  subCommands: { create: createCommand, password: passwordCommand },
});
