import type { JsonObject } from "../../domain/json.ts";
import { graphCall } from "./graph-call.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphChannel, GraphTransport } from "./graph-transport.ts";
import { parseMessagingLimit } from "./messaging-limit.ts";
import { asArray, asInstant, asObject, asText, compact } from "./raw-json.ts";

export interface PhoneNumberInfo {
  id: string;
  displayPhoneNumber?: string;
  verifiedName?: string;
  /** GREEN, YELLOW, RED, UNKNOWN or NA. */
  quality?: string;
  /** STANDARD = 80, HIGH = 1,000 messages a second. */
  throughput?: string;
  /** CONNECTED when it can send. */
  status?: string;
  nameStatus?: string;
  /** Unique people a day outside a service window; null = unlimited. */
  messagingLimit?: number | null;
}

const NUMBER_FIELDS = "id,display_phone_number,verified_name,quality_rating,throughput,status,name_status";

/** What Meta knows about the channel's number. */
export async function getPhoneNumber(transport: GraphTransport, channel: GraphChannel): Promise<PhoneNumberInfo> {
  const path = channel.phoneNumberId;
  const limit = "whatsapp_business_manager_messaging_limit";
  const answer = await graphCall(transport, channel, { path, query: { fields: `${NUMBER_FIELDS},${limit}` } }).catch((error: unknown) => {
    // Versions before October 2025 do not know the field and refuse the whole question.
    if (error instanceof GraphError && error.code === 100) return graphCall(transport, channel, { path, query: { fields: NUMBER_FIELDS } });
    throw error;
  });
  return compact({
    id: asText(answer.id) ?? "",
    displayPhoneNumber: asText(answer.display_phone_number),
    verifiedName: asText(answer.verified_name),
    quality: asText(answer.quality_rating),
    throughput: asText(asObject(answer.throughput)?.level),
    status: asText(answer.status),
    nameStatus: asText(answer.name_status),
    messagingLimit: parseMessagingLimit(asText(answer[limit])),
  });
}

export interface AccountNumber {
  id: string;
  displayPhoneNumber?: string;
}

/** The numbers of the account: tells whether a number belongs to it, and which ids it could have. */
export async function listPhoneNumbers(transport: GraphTransport, channel: GraphChannel): Promise<AccountNumber[]> {
  const query = { fields: "id,display_phone_number", limit: "100" };
  const answer = await graphCall(transport, channel, { path: `${channel.wabaId}/phone_numbers`, query });
  return asArray(answer.data).flatMap((raw) => {
    const [id, displayPhoneNumber] = [asText(asObject(raw)?.id), asText(asObject(raw)?.display_phone_number)];
    return id === undefined ? [] : [compact({ id, displayPhoneNumber })];
  });
}

export interface TokenInfo {
  valid: boolean;
  appId?: string;
  appName?: string;
  /** Epoch ms; absent = never. */
  expiresAt?: number;
  scopes: string[];
  /** By scope, the accounts it is limited to; a scope that is missing here is not limited. */
  targets: Record<string, string[]>;
  /** Why it is not valid, in Meta's words. */
  problem?: string;
}

/** Asks Meta about the channel's own token. */
export async function debugToken(transport: GraphTransport, channel: GraphChannel): Promise<TokenInfo> {
  const answer = await graphCall(transport, channel, { path: "debug_token", query: { input_token: channel.accessToken } });
  const data = asObject(answer.data) ?? {};
  const targets: Record<string, string[]> = {};
  for (const raw of asArray(data.granular_scopes)) {
    const [scope, ids] = [asText(asObject(raw)?.scope), asObject(raw)?.target_ids];
    if (scope !== undefined && Array.isArray(ids)) targets[scope] = ids.flatMap((id) => asText(id) ?? []);
  }
  return compact({
    valid: data.is_valid === true,
    appId: asText(data.app_id),
    appName: asText(data.application),
    expiresAt: asInstant(data.expires_at),
    scopes: asArray(data.scopes).flatMap((scope) => asText(scope) ?? []),
    targets,
    problem: asText(asObject(data.error)?.message),
  });
}

export interface SubscribedApp {
  id?: string;
  name?: string;
  overrideCallbackUri?: string;
}

/** The apps that receive the account's webhooks. */
export async function listSubscribedApps(transport: GraphTransport, channel: GraphChannel): Promise<SubscribedApp[]> {
  const answer = await graphCall(transport, channel, { path: `${channel.wabaId}/subscribed_apps` });
  return asArray(answer.data).map((raw) => {
    const app = asObject(asObject(raw)?.whatsapp_business_api_data);
    const overrideCallbackUri = asText(asObject(raw)?.override_callback_uri);
    return compact({ id: asText(app?.id), name: asText(app?.name), overrideCallbackUri });
  });
}

/** Makes Meta send the account's webhooks to the token's app; optionally, messages of this account to an own address. */
export async function subscribeApp(
  transport: GraphTransport,
  channel: GraphChannel,
  override?: { callbackUri: string; verifyToken: string },
): Promise<void> {
  const json: JsonObject =
    override === undefined ? {} : { override_callback_uri: override.callbackUri, verify_token: override.verifyToken };
  await graphCall(transport, channel, { method: "POST", path: `${channel.wabaId}/subscribed_apps`, json });
}

export interface AppWebhook {
  callbackUrl?: string;
  active: boolean;
  fields: string[];
}

/** Where the app itself sends `whatsapp_business_account` webhooks. Needs the app's own token, so it also proves the app secret. */
export async function getAppWebhook(
  transport: GraphTransport,
  channel: GraphChannel,
  app: { id: string; secret: string },
): Promise<AppWebhook | undefined> {
  const answer = await graphCall(transport, channel, { path: `${app.id}/subscriptions`, token: `${app.id}|${app.secret}` });
  const entry = asArray(answer.data)
    .map(asObject)
    .find((one) => one?.object === "whatsapp_business_account");
  if (entry === undefined) return undefined;
  // Fields are objects with name and version, in old versions plain names.
  const fields = asArray(entry.fields).flatMap((field) => asText(field) ?? asText(asObject(field)?.name) ?? []);
  return compact({ callbackUrl: asText(entry.callback_url), active: entry.active === true, fields });
}

/** Registers the number for the Cloud API with its two-step PIN (six digits). At most ten times in 72 hours. */
export async function registerNumber(transport: GraphTransport, channel: GraphChannel, pin: string): Promise<void> {
  await graphCall(transport, channel, {
    method: "POST",
    path: `${channel.phoneNumberId}/register`,
    json: { messaging_product: "whatsapp", pin },
  });
}
