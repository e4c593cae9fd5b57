import { defineCommand } from "citty";
import { insertChannel } from "../store/channels.ts";
import { inTransaction } from "../store/db.ts";
import { findWorkspaceId, withInstallation } from "./installation.ts";

const createCommand = defineCommand({
  meta: { name: "create", description: "Connect a WhatsApp number of the Cloud API" },
  args: {
    name: { type: "string", required: true, description: "What people call it" },
    "phone-number-id": { type: "string", required: true, description: "From Meta's app dashboard, WhatsApp → API setup" },
    "waba-id": { type: "string", required: true, description: "WhatsApp Business Account id" },
    "access-token": { type: "string", required: true, description: "Of a system user, with both WhatsApp permissions" },
    "app-secret": { type: "string", required: true, description: "App settings → Basic: signs Meta's webhooks" },
    phone: { type: "string", description: "The number itself, +39…" },
    workspace: { type: "string", description: "Name of the workspace; the only one when left out" },
    json: { type: "boolean", description: "Print the result as JSON" },
  },
  run: ({ args }) =>
    withInstallation(async (installation) => {
      const workspaceId = await findWorkspaceId(installation, args.workspace);
      const id = await inTransaction(installation.pool, ({ db }) =>
        insertChannel(db, installation.secrets, workspaceId, {
          kind: "whatsapp",
          name: args.name,
          phone: args.phone ?? null,
          phoneNumberId: args["phone-number-id"],
          wabaId: args["waba-id"],
          accessToken: args["access-token"],
          appSecret: args["app-secret"],
          now: installation.clock.now(),
        }),
      );
      const webhookUrl = `${installation.config.publicUrl}/webhooks/whatsapp`;
      console.log(args.json ? JSON.stringify({ id, webhookUrl }) : `"${args.name}" is connected. Webhook address for Meta: ${webhookUrl}`);
    }),
});

export const channelCommand = defineCommand({
  meta: { name: "channel", description: "WhatsApp numbers" },
  subCommands: { create: createCommand },
});
