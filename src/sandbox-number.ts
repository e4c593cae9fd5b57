/**
 * The phone on the screen: a fake Graph API inside the product for the sandbox numbers of all workspaces. What the business
 * sends goes over the real connector to it; what the customer does comes back as signed webhooks, as from Meta.
 */
import type pg from "pg";
import type { FileStorage } from "./connectors/storage/file-storage.ts";
import type { SandboxAction } from "./contract/sandbox.ts";
import type { Clock } from "./domain/clock.ts";
import type { InboundContent } from "./domain/message-content.ts";
import { phoneToWaId } from "./domain/phone.ts";
import type { SandboxService } from "./http/context.ts";
import { buildInbound, buildStatus, type FakeChannel } from "./sandbox/whatsapp/build-inbound.ts";
import { postWebhook } from "./sandbox/whatsapp/deliver-webhook.ts";
import { startFakeGraph } from "./sandbox/whatsapp/fake-graph.ts";
import type { AcceptedMessage } from "./sandbox/whatsapp/fake-state.ts";
import { sign } from "./sandbox/whatsapp/sign.ts";
import { createDb } from "./store/db.ts";
import { findMedia } from "./store/media.ts";
import type { SecretBox } from "./store/secret.ts";
import type { Logger } from "./worker/context.ts";

export interface Sandbox {
  /** Where the connector finds it. */
  graphUrl: string;
  service: SandboxService;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  pool: pg.Pool;
  secrets: SecretBox;
  clock: Clock;
  logger: Logger;
  /** Our own webhook address on loopback, once it is known. */
  webhookUrl(): string;
  storage: FileStorage;
}

/** A customer's phone takes a moment to ring and to be looked at; just long enough to see the ticks move. */
const DELIVERED_AFTER_MS = 400;
const READ_AFTER_MS = 1_200;

interface SandboxChannel {
  fake: FakeChannel;
  appSecret: string;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { pool, secrets, clock, logger } = options;
  const timers = new Set<NodeJS.Timeout>();
  const fake = await startFakeGraph({
    countOnly: true,
    templateReview: "at_once",
    // Workspaces may give templates the same name.
    wabaOf: async (phoneNumberId) => (await channelWhere("phone_number_id", phoneNumberId))?.fake.wabaId,
    onAccepted: (message) => followUp(message),
  });

  async function channelWhere(column: "phone_number_id" | "id", value: string): Promise<SandboxChannel | null> {
    const { rows } = await pool.query(
      `SELECT phone_number_id, waba_id, phone, app_secret FROM channel WHERE ${column} = $1 AND kind = 'sandbox'`,
      [value],
    );
    const row = rows[0];
    if (!row) return null;
    const displayPhoneNumber = (row.phone ?? row.phone_number_id).replace(/\D/g, "");
    return {
      fake: { phoneNumberId: row.phone_number_id, wabaId: row.waba_id, displayPhoneNumber },
      appSecret: secrets.decrypt(row.app_secret),
    };
  }

  async function deliver(channel: SandboxChannel, raw: string): Promise<void> {
    await postWebhook(`${options.webhookUrl()}/webhooks/whatsapp`)(raw, sign(raw, channel.appSecret));
  }

  /** The ticks that follow an accepted message. */
  function followUp(message: AcceptedMessage): void {
    for (const [status, delay] of [
      ["delivered", DELIVERED_AFTER_MS],
      ["read", READ_AFTER_MS],
    ] as const) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void tell(message, status).catch((error: unknown) => logger.warn({ err: error }, "a sandbox status could not be delivered"));
      }, delay);
      timers.add(timer);
    }
  }

  async function tell(message: AcceptedMessage, status: "delivered" | "read"): Promise<void> {
    const channel = await channelWhere("phone_number_id", message.phoneNumberId);
    if (!channel) return;
    const { providerMessageId, to: recipientWaId, callbackData } = message;
    await deliver(
      channel,
      buildStatus(channel.fake, {
        providerMessageId,
        status,
        at: clock.now(),
        recipientWaId,
        ...(callbackData !== undefined && { callbackData }),
      }),
    );
  }

  async function repliedTo(workspaceId: string, messageId: string): Promise<{ providerId: string; type: string } | null> {
    const { rows } = await pool.query("SELECT provider_id, type FROM message WHERE workspace_id = $1 AND id = $2", [
      workspaceId,
      messageId,
    ]);
    return rows[0]?.provider_id ? { providerId: rows[0].provider_id, type: rows[0].type } : null;
  }

  /** A file that the person at the screen uploaded, else a picture. */
  async function uploadedFile(workspaceId: string, mediaId: string | undefined): Promise<{ bytes: Buffer; mimeType: string }> {
    const found = mediaId === undefined ? undefined : await findMedia(createDb(pool), workspaceId, mediaId);
    const blob = found?.storage_key ? await options.storage.get(found.storage_key) : null;
    if (!blob) return { bytes: SAMPLE_IMAGE, mimeType: "image/png" };
    return { bytes: Buffer.from(await blob.arrayBuffer()), mimeType: found?.mime_type ?? "application/octet-stream" };
  }

  async function contentOf(workspaceId: string, action: SandboxAction): Promise<{ content: InboundContent; context?: string }> {
    switch (action.type) {
      case "text": {
        const quoted = action.replyToMessageId === undefined ? null : await repliedTo(workspaceId, action.replyToMessageId);
        return { content: { type: "text", text: action.text }, ...(quoted && { context: quoted.providerId }) };
      }
      case "button":
      case "list_row": {
        const pressed = await repliedTo(workspaceId, action.messageId);
        const source = action.type === "list_row" ? "list" : pressed?.type === "template" ? "template" : "button";
        const id = action.type === "list_row" ? action.rowId : (action.buttonId ?? action.title);
        return { content: { type: "button_reply", source, text: action.title, id }, ...(pressed && { context: pressed.providerId }) };
      }
      case "media": {
        const file = await uploadedFile(workspaceId, action.mediaId);
        const providerMediaId = fake.addMedia(file.bytes, file.mimeType);
        return {
          content: {
            type: "media",
            mediaType: action.mediaType,
            providerMediaId,
            mimeType: file.mimeType,
            ...(action.caption !== undefined && { caption: action.caption }),
          },
        };
      }
      case "location":
        return {
          content: {
            type: "location",
            latitude: action.latitude,
            longitude: action.longitude,
            ...(action.name !== undefined && { name: action.name }),
          },
        };
      case "reaction": {
        const target = await repliedTo(workspaceId, action.messageId);
        return {
          content: { type: "reaction", providerMessageId: target?.providerId ?? "", ...(action.emoji !== null && { emoji: action.emoji }) },
        };
      }
    }
  }

  return {
    graphUrl: fake.url,
    service: {
      async sendInbound(workspaceId, channelId, { from, action }) {
        const channel = await channelWhere("id", channelId);
        if (!channel) throw new Error("not a sandbox channel");
        const { content, context } = await contentOf(workspaceId, action);
        const sentAt = clock.now();
        const webhook = buildInbound(channel.fake, {
          from: { waId: phoneToWaId(from.phone), profileName: from.name },
          content,
          sentAt,
          ...(context !== undefined && { contextProviderMessageId: context }),
        });
        await deliver(channel, webhook.raw);
        return { providerMessageId: webhook.providerMessageId, sentAt };
      },
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await fake.close();
    },
  };
}

/** A single grey pixel: what the phone sends when no file was chosen. */
const SAMPLE_IMAGE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
