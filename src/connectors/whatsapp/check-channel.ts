import { describeErrorCode } from "./errors.ts";
import type { PhoneNumberInfo, TokenInfo } from "./graph-account.ts";
import type { GraphClient } from "./graph-client.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphChannel } from "./graph-transport.ts";
import { compact } from "./raw-json.ts";

export const CHECK_ITEMS = ["token", "permissions", "phone_number", "account", "subscription", "app_webhook"] as const;
export type CheckItem = (typeof CHECK_ITEMS)[number];

export interface ChannelCheck {
  item: CheckItem;
  /** `null`: could not be tested, because something before it failed or a setting is missing. */
  ok: boolean | null;
  /** What was found. */
  sentence: string;
  /** What to do about it; absent where all is well. */
  remedy?: string;
}

export interface ChannelCheckResult {
  checks: ChannelCheck[];
  phoneNumber?: PhoneNumberInfo;
  token?: TokenInfo;
}

export interface CheckOptions {
  /** Proves the secret with which webhooks are verified. */
  appSecret?: string;
  /** Our own address as Meta must call it: `https://…/webhooks/whatsapp`. */
  callbackUrl?: string;
  /** Epoch ms, for the token's expiry. */
  now: number;
}

const PERMISSIONS = ["whatsapp_business_messaging", "whatsapp_business_management"];
/** Without these webhook fields messages, template decisions or opt-outs do not arrive. */
const FIELDS = ["messages", "message_template_status_update", "user_preferences"];
const DAY_MS = 86_400_000;

/**
 * Tests everything about a number that can be tested from here and says what is wrong and how to mend it. One check's
 * failure does not stop the others. Whether Meta really reaches us shows only when the first webhook arrives.
 */
export async function checkChannel(client: GraphClient, channel: GraphChannel, options: CheckOptions): Promise<ChannelCheckResult> {
  const [token, phoneNumber, numberIds, apps] = await Promise.all([
    attempt(() => client.debugToken(channel)),
    attempt(() => client.getPhoneNumber(channel)),
    attempt(() => client.listPhoneNumberIds(channel)),
    attempt(() => client.listSubscribedApps(channel)),
  ]);
  const info = token.value;
  const { appSecret } = options;
  const webhook =
    info?.appId !== undefined && appSecret
      ? await attempt(() => client.getAppWebhook(channel, { id: info.appId ?? "", secret: appSecret }))
      : undefined;
  const checks = [
    checkToken(token, options.now),
    checkPermissions(info, channel),
    checkPhoneNumber(phoneNumber, channel),
    checkAccount(numberIds, channel),
    checkSubscription(apps, info, options.callbackUrl),
    checkAppWebhook(webhook, apps.value?.some((app) => app.overrideCallbackUri === options.callbackUrl) ?? false, options),
  ];
  return compact({ checks, phoneNumber: phoneNumber.value, token: info });
}

type Attempt<T> = { value: T; problem?: undefined } | { value?: undefined; problem: { said: string; remedy: string } };

async function attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const unreachable = "Check that this server reaches the internet, and WHATSAPP_GRAPH_URL.";
    const remedy = error.httpStatus === 0 ? unreachable : describeErrorCode(error.code ?? -1).advice;
    return { problem: { said: error.userMessage ?? error.message, remedy } };
  }
}

function failed(item: CheckItem, sentence: string, remedy: string): ChannelCheck {
  return { item, ok: false, sentence, remedy };
}

function checkToken(token: Attempt<TokenInfo>, now: number): ChannelCheck {
  const item = "token";
  if (token.problem) return failed(item, `WhatsApp refuses the access token: ${token.problem.said}`, token.problem.remedy);
  const { valid, expiresAt, problem, appName } = token.value;
  const renew = "Make a token of a system user that never expires (Business settings → System users) and enter it here.";
  if (!valid)
    return failed(item, problem === undefined ? "The access token is not valid." : `The access token is not valid: ${problem}.`, renew);
  if (expiresAt !== undefined && expiresAt <= now) return failed(item, "The access token has expired.", renew);
  if (expiresAt !== undefined && expiresAt - now < 7 * DAY_MS) {
    return failed(item, `The access token expires on ${new Date(expiresAt).toISOString().slice(0, 10)}.`, renew);
  }
  return { item, ok: true, sentence: appName === undefined ? "The access token is valid." : `The access token is valid (app ${appName}).` };
}

function checkPermissions(token: TokenInfo | undefined, channel: GraphChannel): ChannelCheck {
  const item = "permissions";
  if (token === undefined) return { item, ok: null, sentence: "Not tested: the access token comes first." };
  const missing = PERMISSIONS.filter((scope) => !token.scopes.includes(scope));
  const remedy = "Give the system user both permissions and full control of this WhatsApp account, then make a new token.";
  if (missing.length > 0) return failed(item, `The token lacks ${missing.join(" and ")}.`, remedy);
  const closed = PERMISSIONS.filter((scope) => token.targets[scope]?.includes(channel.wabaId) === false);
  if (closed.length > 0) return failed(item, `The token may not use the WhatsApp account ${channel.wabaId}.`, remedy);
  return { item, ok: true, sentence: "The token may send messages and manage the account." };
}

function checkPhoneNumber(phoneNumber: Attempt<PhoneNumberInfo>, channel: GraphChannel): ChannelCheck {
  const item = "phone_number";
  if (phoneNumber.problem) {
    return failed(
      item,
      `The phone number id is not accepted: ${phoneNumber.problem.said}`,
      "Copy the phone number ID (not the number itself) from WhatsApp Manager → API setup.",
    );
  }
  const { status, quality, displayPhoneNumber, verifiedName } = phoneNumber.value;
  if (status !== undefined && status !== "CONNECTED") {
    return failed(
      item,
      displayPhoneNumber === undefined
        ? `The number is ${status}, not CONNECTED.`
        : `The number ${displayPhoneNumber} is ${status}, not CONNECTED.`,
      "Register the number with its two-step PIN, or finish its verification in WhatsApp Manager.",
    );
  }
  const shown = displayPhoneNumber ?? channel.phoneNumberId;
  const number = verifiedName === undefined ? shown : `${shown} (${verifiedName})`;
  return {
    item,
    ok: true,
    sentence: quality === "RED" ? `${number} can send. Its quality is low: Meta may limit it.` : `${number} can send.`,
  };
}

function checkAccount(numberIds: Attempt<string[]>, channel: GraphChannel): ChannelCheck {
  const item = "account";
  const remedy = "Copy the WhatsApp Business Account ID from WhatsApp Manager → API setup.";
  if (numberIds.problem) return failed(item, `The WhatsApp account id is not accepted: ${numberIds.problem.said}`, remedy);
  if (!numberIds.value.includes(channel.phoneNumberId)) {
    return failed(item, `The WhatsApp account ${channel.wabaId} does not own this phone number.`, remedy);
  }
  return { item, ok: true, sentence: "The number belongs to the account." };
}

function checkSubscription(
  apps: Attempt<{ id?: string; name?: string; overrideCallbackUri?: string }[]>,
  token: TokenInfo | undefined,
  callbackUrl: string | undefined,
): ChannelCheck {
  const item = "subscription";
  if (apps.problem) return failed(item, `The account's subscriptions cannot be read: ${apps.problem.said}`, apps.problem.remedy);
  const own = apps.value.find((app) => app.id === undefined || token?.appId === undefined || app.id === token.appId);
  if (own === undefined) {
    return failed(
      item,
      "No app is subscribed to this account, so no message arrives.",
      "Subscribe it: one button here does it (POST /{account}/subscribed_apps).",
    );
  }
  const elsewhere = own.overrideCallbackUri !== undefined && callbackUrl !== undefined && own.overrideCallbackUri !== callbackUrl;
  if (elsewhere)
    return failed(
      item,
      `Messages of this account go to ${own.overrideCallbackUri}.`,
      "Subscribe again from here to have them sent to this server.",
    );
  const name = own.name ?? own.id;
  return {
    item,
    ok: true,
    sentence: name === undefined ? "An app is subscribed to the account." : `The app ${name} is subscribed to the account.`,
  };
}

function checkAppWebhook(
  webhook: Attempt<{ callbackUrl?: string; active: boolean; fields: string[] } | undefined> | undefined,
  overridden: boolean,
  options: CheckOptions,
): ChannelCheck {
  const item = "app_webhook";
  if (webhook === undefined) {
    return {
      item,
      ok: null,
      sentence: "Not tested: this needs a valid token and the app secret.",
      remedy: "Enter the app secret (App settings → Basic).",
    };
  }
  if (webhook.problem) {
    return failed(
      item,
      `The app secret is not accepted: ${webhook.problem.said}`,
      "Copy the app secret from App settings → Basic; without it webhooks cannot be verified.",
    );
  }
  const found = webhook.value;
  const set = `In the app dashboard, WhatsApp → Configuration, set the callback to ${options.callbackUrl ?? "this server"}.`;
  if (found?.callbackUrl === undefined || !found.active) return failed(item, "The app has no webhook for WhatsApp.", set);
  if (!overridden && options.callbackUrl !== undefined && found.callbackUrl !== options.callbackUrl) {
    return failed(item, `The app's webhooks go to ${found.callbackUrl}.`, set);
  }
  const missing = FIELDS.filter((field) => !found.fields.includes(field));
  if (missing.length > 0)
    return failed(
      item,
      `The app is not subscribed to ${missing.join(", ")}.`,
      "Subscribe to these fields in the app dashboard, WhatsApp → Configuration.",
    );
  return { item, ok: true, sentence: "The app secret is right and webhooks come to this server." };
}
