import { describeErrorCode } from "./errors.ts";
import type { AccountNumber, PhoneNumberInfo, SubscribedApp, TokenInfo } from "./graph-account.ts";
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
  /** What of the remedy can be done from here. */
  mend?: "register" | "subscribe";
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
  const hasAccount = channel.wabaId !== "";
  const [token, phoneNumber, numbers, apps] = await Promise.all([
    attempt(() => client.debugToken(channel)),
    attempt(() => client.getPhoneNumber(channel)),
    hasAccount ? attempt(() => client.listPhoneNumbers(channel)) : undefined,
    hasAccount ? attempt(() => client.listSubscribedApps(channel)) : undefined,
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
    checkPhoneNumber(phoneNumber, numbers, channel),
    checkAccount(numbers, phoneNumber, channel),
    checkSubscription(apps, info, options.callbackUrl),
    checkAppWebhook(webhook, apps?.value?.some((app) => app.overrideCallbackUri === options.callbackUrl) ?? false, options),
  ];
  return compact({ checks, phoneNumber: phoneNumber.value, token: info });
}

/** What a refusal is about: then only that item is to blame, and what follows from it is not tested. */
type Blame = "token" | "permission" | "id" | "unreachable" | "other";
type Attempt<T> = { value: T; problem?: undefined } | { value?: undefined; problem: { said: string; blame: Blame } };

async function attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { problem: { said: error.userMessage ?? error.message, blame: blameOf(error) } };
  }
}

function blameOf({ httpStatus, code = -1 }: GraphError): Blame {
  if (httpStatus === 0) return "unreachable";
  // An id that is wrong, and one that the token may not see, get the same answer.
  if (code === 33 || code === 100) return "id";
  const { reason } = describeErrorCode(code);
  return reason === "token_invalid" ? "token" : reason === "permission_missing" ? "permission" : "other";
}

const UNREACHABLE_REMEDY = "Check that this server reaches the internet, and WHATSAPP_GRAPH_URL.";
const PERMISSIONS_REMEDY = "Give the system user both permissions and full control of this WhatsApp account, then make a new token.";
const AGAIN_REMEDY = "Test again in a few minutes.";

/** Anything but the token, where a call about it was refused. */
function refused(item: CheckItem, sentence: string, { said, blame }: { said: string; blame: Blame }, idRemedy: string): ChannelCheck {
  if (blame === "token" || blame === "unreachable") return untested(item);
  if (blame === "other") return failed(item, `WhatsApp answers with an error: ${said}`, AGAIN_REMEDY);
  return failed(item, sentence, blame === "id" ? idRemedy : PERMISSIONS_REMEDY);
}

function untested(item: CheckItem): ChannelCheck {
  return { item, ok: null, sentence: "Not tested: the access token comes first." };
}

function failed(item: CheckItem, sentence: string, remedy: string): ChannelCheck {
  return { item, ok: false, sentence, remedy };
}

function checkToken(token: Attempt<TokenInfo>, now: number): ChannelCheck {
  const item = "token";
  const renew = "Make a token of a system user that never expires (Business settings → System users) and enter it below, under Settings.";
  if (token.problem) {
    const { said, blame } = token.problem;
    if (blame === "unreachable") return failed(item, `${said}.`, UNREACHABLE_REMEDY);
    if (blame === "other") return failed(item, `WhatsApp answers with an error: ${said}`, AGAIN_REMEDY);
    return failed(item, `WhatsApp refuses the access token: ${said}`, renew);
  }
  const { valid, expiresAt, problem, appName } = token.value;
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
  if (token === undefined) return untested(item);
  const missing = PERMISSIONS.filter((scope) => !token.scopes.includes(scope));
  if (missing.length > 0) return failed(item, `The token lacks ${missing.join(" and ")}.`, PERMISSIONS_REMEDY);
  const closed = channel.wabaId !== "" && PERMISSIONS.some((scope) => token.targets[scope]?.includes(channel.wabaId) === false);
  if (closed) return failed(item, `The token may not use the WhatsApp account ${channel.wabaId}.`, PERMISSIONS_REMEDY);
  return { item, ok: true, sentence: "The token may send messages and manage the account." };
}

function checkPhoneNumber(
  phoneNumber: Attempt<PhoneNumberInfo>,
  numbers: Attempt<AccountNumber[]> | undefined,
  channel: GraphChannel,
): ChannelCheck {
  const item = "phone_number";
  if (phoneNumber.problem) {
    const known = (numbers?.value ?? []).map(({ id, displayPhoneNumber }) => (displayPhoneNumber ? `${id} (${displayPhoneNumber})` : id));
    return refused(
      item,
      `The phone number id is not accepted: ${phoneNumber.problem.said}`,
      phoneNumber.problem,
      known.length > 0
        ? `The account has these: ${known.join(", ")}. Enter the right one below, under Settings.`
        : "Copy the phone number ID (not the number itself) from WhatsApp Manager → API setup and enter it below, under Settings.",
    );
  }
  const { status, quality, displayPhoneNumber, verifiedName } = phoneNumber.value;
  if (status !== undefined && status !== "CONNECTED") {
    const sentence =
      displayPhoneNumber === undefined
        ? `The number is ${status}, not CONNECTED.`
        : `The number ${displayPhoneNumber} is ${status}, not CONNECTED.`;
    const remedy = "Register the number with its two-step PIN, or finish its verification in WhatsApp Manager.";
    return { ...failed(item, sentence, remedy), mend: "register" };
  }
  const shown = displayPhoneNumber ?? channel.phoneNumberId;
  const number = verifiedName === undefined ? shown : `${shown} (${verifiedName})`;
  return {
    item,
    ok: true,
    sentence: quality === "RED" ? `${number} can send. Its quality is low: Meta may limit it.` : `${number} can send.`,
  };
}

function checkAccount(
  numbers: Attempt<AccountNumber[]> | undefined,
  phoneNumber: Attempt<PhoneNumberInfo>,
  channel: GraphChannel,
): ChannelCheck {
  const item = "account";
  const remedy = "Copy the WhatsApp Business account ID from WhatsApp Manager → API setup and enter it below, under Settings.";
  if (numbers === undefined) return failed(item, "The WhatsApp Business account ID is missing.", remedy);
  if (numbers.problem) return refused(item, `The WhatsApp account id is not accepted: ${numbers.problem.said}`, numbers.problem, remedy);
  if (phoneNumber.problem) return { item, ok: null, sentence: "Not tested: the phone number comes first." };
  if (!numbers.value.some(({ id }) => id === channel.phoneNumberId)) {
    return failed(item, `The WhatsApp account ${channel.wabaId} does not own this phone number.`, remedy);
  }
  return { item, ok: true, sentence: "The number belongs to the account." };
}

function checkSubscription(
  apps: Attempt<SubscribedApp[]> | undefined,
  token: TokenInfo | undefined,
  callbackUrl: string | undefined,
): ChannelCheck {
  const item = "subscription";
  // Where the account's id is wrong, it is that item's matter.
  if (apps === undefined || apps.problem?.blame === "id")
    return { item, ok: null, sentence: "Not tested: the WhatsApp Business account comes first." };
  if (apps.problem) return refused(item, `The account's subscriptions cannot be read: ${apps.problem.said}`, apps.problem, AGAIN_REMEDY);
  const own = apps.value.find((app) => app.id === undefined || token?.appId === undefined || app.id === token.appId);
  if (own === undefined) {
    const sentence = "The app is not subscribed to this account, so no message arrives.";
    return { ...failed(item, sentence, "Subscribe it from here."), mend: "subscribe" };
  }
  const elsewhere = own.overrideCallbackUri !== undefined && callbackUrl !== undefined && own.overrideCallbackUri !== callbackUrl;
  if (elsewhere) {
    const sentence = `Messages of this account go to ${own.overrideCallbackUri}.`;
    return { ...failed(item, sentence, "Subscribe again from here to have them sent to this server."), mend: "subscribe" };
  }
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
  if (webhook === undefined && options.appSecret) return untested(item);
  if (webhook === undefined) {
    return failed(item, "The app secret is missing.", "Copy it from App settings → Basic and enter it below, under Settings.");
  }
  if (webhook.problem) {
    const { said, blame } = webhook.problem;
    if (blame === "unreachable") return untested(item);
    if (blame === "other") return failed(item, `WhatsApp answers with an error: ${said}`, AGAIN_REMEDY);
    return failed(
      item,
      `The app secret is not accepted: ${said}`,
      "Copy the app secret from App settings → Basic and enter it below, under Settings; without it webhooks cannot be verified.",
    );
  }
  const found = webhook.value;
  const set = options.callbackUrl?.startsWith("https:")
    ? `In the app dashboard, WhatsApp → Configuration, set the callback to ${options.callbackUrl}.`
    : "Meta calls only public addresses over HTTPS: set PUBLIC_URL to this server's, then enter what is shown below in the app dashboard.";
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
