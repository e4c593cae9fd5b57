import type { JsonObject } from "../../domain/json.ts";
import type { SendResult } from "../../domain/send-failure.ts";
import { buildMarkRead } from "./build-send.ts";
import {
  type AccountNumber,
  type AppWebhook,
  debugToken,
  getAppWebhook,
  getPhoneNumber,
  listPhoneNumbers,
  listSubscribedApps,
  type PhoneNumberInfo,
  registerNumber,
  type SubscribedApp,
  subscribeApp,
  type TokenInfo,
} from "./graph-account.ts";
import { graphCall } from "./graph-call.ts";
import { deleteMedia, downloadMedia, type MediaDownload, type MediaUpload, uploadMedia, uploadTemplateExample } from "./graph-media.ts";
import { type CreatedTemplate, createTemplate, deleteTemplate, editTemplate, listTemplates } from "./graph-templates.ts";
import { createGraphTransport, type GraphChannel, type GraphTransportOptions } from "./graph-transport.ts";
import { sendMessage } from "./send-message.ts";

/**
 * The WhatsApp Cloud API over one set of connections. `sendMessage` never rejects; every other call throws `GraphError`.
 * Meaning, limits and sources of each call stand at its function in the `graph-*.ts` files.
 */
export interface GraphClient {
  sendMessage(channel: GraphChannel, body: string, attempt?: number): Promise<SendResult>;
  /** Also marks all earlier messages of the person as read. Messages up to 30 days old. */
  markRead(channel: GraphChannel, providerMessageId: string): Promise<void>;
  /** Shows "typing…" for up to 25 seconds or until the next message; marks as read too. */
  showTyping(channel: GraphChannel, providerMessageId: string): Promise<void>;
  uploadMedia(channel: GraphChannel, media: MediaUpload): Promise<string>;
  downloadMedia(channel: GraphChannel, mediaId: string): Promise<MediaDownload>;
  deleteMedia(channel: GraphChannel, mediaId: string): Promise<void>;
  uploadTemplateExample(channel: GraphChannel, appId: string, media: MediaUpload): Promise<string>;
  listTemplates(channel: GraphChannel): Promise<JsonObject[]>;
  createTemplate(channel: GraphChannel, payload: JsonObject): Promise<CreatedTemplate>;
  editTemplate(channel: GraphChannel, templateId: string, payload: JsonObject): Promise<void>;
  deleteTemplate(channel: GraphChannel, name: string, templateId?: string): Promise<void>;
  getPhoneNumber(channel: GraphChannel): Promise<PhoneNumberInfo>;
  listPhoneNumbers(channel: GraphChannel): Promise<AccountNumber[]>;
  debugToken(channel: GraphChannel): Promise<TokenInfo>;
  listSubscribedApps(channel: GraphChannel): Promise<SubscribedApp[]>;
  subscribeApp(channel: GraphChannel, override?: { callbackUri: string; verifyToken: string }): Promise<void>;
  getAppWebhook(channel: GraphChannel, app: { id: string; secret: string }): Promise<AppWebhook | undefined>;
  registerNumber(channel: GraphChannel, pin: string): Promise<void>;
  /** Waits for calls in flight. */
  close(): Promise<void>;
}

export function createGraphClient(options: GraphTransportOptions = {}): GraphClient {
  const transport = createGraphTransport(options);
  const mark = async (channel: GraphChannel, providerMessageId: string, typing: boolean) => {
    const path = `${channel.phoneNumberId}/messages`;
    await graphCall(transport, channel, { method: "POST", path, json: buildMarkRead(providerMessageId, typing) });
  };
  return {
    sendMessage: (channel, body, attempt) => sendMessage(transport, channel, body, attempt),
    markRead: (channel, providerMessageId) => mark(channel, providerMessageId, false),
    showTyping: (channel, providerMessageId) => mark(channel, providerMessageId, true),
    uploadMedia: (channel, media) => uploadMedia(transport, channel, media),
    downloadMedia: (channel, mediaId) => downloadMedia(transport, channel, mediaId),
    deleteMedia: (channel, mediaId) => deleteMedia(transport, channel, mediaId),
    uploadTemplateExample: (channel, appId, media) => uploadTemplateExample(transport, channel, appId, media),
    listTemplates: (channel) => listTemplates(transport, channel),
    createTemplate: (channel, payload) => createTemplate(transport, channel, payload),
    editTemplate: (channel, templateId, payload) => editTemplate(transport, channel, templateId, payload),
    deleteTemplate: (channel, name, templateId) => deleteTemplate(transport, channel, name, templateId),
    getPhoneNumber: (channel) => getPhoneNumber(transport, channel),
    listPhoneNumbers: (channel) => listPhoneNumbers(transport, channel),
    debugToken: (channel) => debugToken(transport, channel),
    listSubscribedApps: (channel) => listSubscribedApps(transport, channel),
    subscribeApp: (channel, override) => subscribeApp(transport, channel, override),
    getAppWebhook: (channel, app) => getAppWebhook(transport, channel, app),
    registerNumber: (channel, pin) => registerNumber(transport, channel, pin),
    close: () => transport.close(),
  };
}
