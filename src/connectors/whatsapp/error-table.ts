import type { SendFailureClass } from "../../domain/send-failure.ts";

/** How long to wait before the same thing may work, and how often to try. */
export interface RetryPlan {
  /** Milliseconds before the second attempt. */
  firstMs: number;
  /** Each further wait is this many times longer. */
  factor: number;
  maxMs: number;
  /** After this many attempts the failure is final; absent = the sender's own limit. */
  attempts?: number;
}

export interface ErrorEntry {
  class: SendFailureClass;
  /** Ours, stable, shown in words by the web app. */
  reason: string;
  /** One sentence for the person who must do something. */
  advice: string;
  plan?: RetryPlan;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Server trouble on Meta's side. */
const TRANSIENT: RetryPlan = { firstMs: 2 * SECOND, factor: 2, maxMs: 5 * MINUTE };
/** Meta says "something went wrong" for passing trouble and for requests it will never accept: one more try tells which. */
const ONCE: RetryPlan = { firstMs: 5 * SECOND, factor: 1, maxMs: 5 * SECOND, attempts: 2 };
/** Throughput is counted per second, so the first wait is short. */
const THROUGHPUT: RetryPlan = { firstMs: 1 * SECOND, factor: 2, maxMs: 1 * MINUTE };
/** Calls per hour of an app or account. */
const HOURLY: RetryPlan = { firstMs: 1 * MINUTE, factor: 2, maxMs: 1 * HOUR };
/** A throughput upgrade takes up to a minute, other maintenance some minutes. */
const MAINTENANCE: RetryPlan = { firstMs: 1 * MINUTE, factor: 2, maxMs: 15 * MINUTE };
/** Meta's own formula for a pair: 4^n seconds after the n-th refusal. */
const PAIR: RetryPlan = { firstMs: 4 * SECOND, factor: 4, maxMs: 1 * HOUR };
/** A throttled flow may be sent ten times an hour. */
const FLOW: RetryPlan = { firstMs: 1 * HOUR, factor: 1, maxMs: 1 * HOUR, attempts: 6 };
/** Marketing API templates need up to ten minutes to synchronise. */
const SYNC: RetryPlan = { firstMs: 10 * MINUTE, factor: 1, maxMs: 10 * MINUTE, attempts: 3 };

const SERVER_TROUBLE = "WhatsApp had a passing fault; the message is tried again by itself.";
const RECONNECT = "Connect the number again with a valid token (Settings → WhatsApp numbers).";
const PERMISSIONS = "Give the system user whatsapp_business_messaging and whatsapp_business_management for this account, and a new token.";
const PARAMETERS = "WhatsApp refused the content of this message; see the details it gave.";
const POLICY = "Meta has restricted the account; open Business Support in Meta Business Suite to see why and appeal.";
const PAYMENT = "Check the payment method, currency and time zone of the WhatsApp account in Meta's billing settings.";
const NUMBER = "The number is not ready to send; open it in WhatsApp Manager and finish its registration.";
const CALLING = "This concerns a call, not a message; see the details WhatsApp gave.";
const GROUPS = "WhatsApp refused an operation on a group; see the details it gave.";
const MARKETING_API =
  "This number is set up for Meta's separate Marketing Messages API; allow marketing templates on Cloud API in WhatsApp Manager.";
const FIX_TEMPLATE = "Synchronise the templates and correct the variables of the step that sends this one.";
const TEMPLATE_TEXT = "Correct the text of the template and submit it again.";
const CONTACT_CANNOT = "The person has no WhatsApp on this number, has not accepted its terms, or uses a very old version.";

type Row = [code: number, failureClass: SendFailureClass, reason: string, advice: string, plan?: RetryPlan];

// Meta: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes and the calling, group
// and user-id pages. Codes 200–299 that have no row of their own are all "permission" (see errors.ts).
const ROWS: Row[] = [
  [0, "stop_workspace", "token_invalid", RECONNECT],
  [1, "retry", "provider_error", SERVER_TROUBLE, ONCE],
  [2, "retry", "provider_unavailable", SERVER_TROUBLE, TRANSIENT],
  [3, "stop_workspace", "permission_missing", PERMISSIONS],
  [4, "retry_channel", "rate_limit", "The app makes too many calls an hour; sending goes on by itself.", HOURLY],
  [10, "stop_workspace", "permission_missing", PERMISSIONS],
  [33, "stop_channel", "number_deleted", "This phone number no longer exists at WhatsApp; connect it again."],
  [100, "fail", "invalid_parameter", PARAMETERS],
  [190, "stop_workspace", "token_invalid", RECONNECT],
  [200, "stop_workspace", "permission_missing", PERMISSIONS],
  [368, "stop_workspace", "policy_violation", POLICY],
  [613, "fail", "call_permission_reads", CALLING],
  [80007, "retry_channel", "rate_limit", "The WhatsApp account makes too many calls; sending goes on by itself.", HOURLY],
  [130403, "fail", "blocked_at_provider", "Your business has blocked this person at WhatsApp; unblock them there first."],
  [130429, "retry_channel", "throughput", "The number sends as fast as WhatsApp allows; sending goes on by itself.", THROUGHPUT],
  [130472, "fail", "marketing_experiment", "The person is in a group to which Meta sends no marketing; nothing was charged."],
  [130497, "fail", "country_restricted", "WhatsApp does not let this business write to people in that country."],
  [131000, "retry", "provider_error", SERVER_TROUBLE, ONCE],
  [131005, "stop_workspace", "permission_missing", PERMISSIONS],
  [131008, "fail", "parameter_missing", PARAMETERS],
  [131009, "fail", "invalid_parameter", PARAMETERS],
  [131016, "retry", "provider_unavailable", SERVER_TROUBLE, TRANSIENT],
  [131020, "fail", "group_error", GROUPS],
  [131021, "fail", "recipient_is_sender", "The number cannot write to itself."],
  [131026, "invalid_recipient", "undeliverable", CONTACT_CANNOT],
  [
    131030,
    "fail",
    "recipient_not_allowed",
    "A test number may only write to the people on its list in Meta's app dashboard; add this one.",
  ],
  [131031, "stop_workspace", "account_locked", POLICY],
  [131037, "stop_channel", "display_name_missing", "The display name of the number awaits Meta's approval; check it in WhatsApp Manager."],
  [131041, "fail", "group_error", GROUPS],
  [131042, "stop_workspace", "payment_problem", PAYMENT],
  [131044, "stop_workspace", "payment_problem", PAYMENT],
  [131045, "stop_channel", "number_not_registered", NUMBER],
  [131047, "fail", "window_closed", "More than 24 hours have passed since the person wrote; only a template can be sent."],
  [131048, "stop_channel", "spam_limit", "Too many people blocked or reported this number; pause campaigns and check its quality."],
  [131049, "fail", "marketing_limit", "The person has had enough marketing lately; wait a day before trying again, at most once."],
  [131050, "opted_out", "opted_out", "The person stopped marketing messages from this business in WhatsApp."],
  [131051, "fail", "unsupported_type", "WhatsApp does not support this type of message."],
  [131052, "fail", "media_download", "The file of the person could not be fetched; ask them to send it again."],
  [131053, "fail", "media_upload", "WhatsApp could not fetch or read the file; check its link, type and size."],
  [131055, "fail", "marketing_api", MARKETING_API],
  [131056, "retry_pair", "pair_rate_limit", "Too many messages to this one person; the next goes out a little later by itself.", PAIR],
  [131057, "retry_channel", "maintenance", "The number is in maintenance at WhatsApp; sending goes on by itself.", MAINTENANCE],
  [131062, "fail", "needs_phone_number", "Authentication templates can only go to a phone number, and this person hides theirs."],
  [131063, "fail", "marketing_api", MARKETING_API],
  [
    131064,
    "stop_workspace",
    "template_misuse",
    "Meta limits this account for templates in the wrong category; correct them in WhatsApp Manager.",
  ],
  ...groupRows(131201, 131215),
  [132000, "stop_template", "template_parameter_count", FIX_TEMPLATE],
  [132001, "stop_template", "template_missing", "The template is not there or not approved in this language; synchronise and check it."],
  [132005, "fail", "template_text_too_long", "With its values filled in the template is too long; shorten the values."],
  [132007, "stop_template", "template_policy", TEMPLATE_TEXT],
  [132012, "stop_template", "template_parameter_format", FIX_TEMPLATE],
  [132015, "stop_template", "template_paused", "Meta paused this template for low quality; nothing is sent with it until Meta resumes it."],
  [132016, "stop_template", "template_disabled", "Meta disabled this template for good; write another one."],
  [132018, "fail", "template_parameters", FIX_TEMPLATE],
  [132068, "stop_template", "flow_blocked", "Meta blocked the flow; repair it in WhatsApp Manager."],
  [132069, "retry", "flow_throttled", "Meta throttles the flow to ten messages an hour; repair it in WhatsApp Manager.", FLOW],
  [133000, "stop_channel", "number_not_registered", NUMBER],
  [133004, "retry", "provider_unavailable", SERVER_TROUBLE, TRANSIENT],
  [133005, "stop_channel", "pin_mismatch", "The two-step PIN is wrong; set a new one in WhatsApp Manager."],
  [133006, "stop_channel", "number_not_verified", NUMBER],
  [133008, "stop_channel", "pin_locked", "Too many wrong PINs; wait the time WhatsApp names, then try again."],
  [133009, "stop_channel", "pin_locked", "PINs came too fast; wait the time WhatsApp names, then try again."],
  [133010, "stop_channel", "number_not_registered", NUMBER],
  [133015, "stop_channel", "number_deleted", "The number was deleted a moment ago; wait five minutes before registering it again."],
  [133016, "stop_channel", "registration_limit", "The number was registered ten times in 72 hours; wait three days."],
  [134011, "stop_workspace", "payment_terms", "Accept the terms of WhatsApp Payments in WhatsApp Manager."],
  [134100, "fail", "marketing_api", MARKETING_API],
  [134101, "retry", "template_syncing", "The template is still being synchronised at Meta; it is tried again by itself.", SYNC],
  [134102, "stop_template", "template_unavailable", MARKETING_API],
  [135000, "fail", "invalid_parameter", PARAMETERS],
  [138000, "fail", "calling_disabled", "Turn on calls for this number in WhatsApp Manager."],
  [138001, "fail", "call_unreachable", "The person cannot be called on WhatsApp."],
  [138002, "retry_channel", "call_limit", CALLING, MAINTENANCE],
  [138003, "fail", "call_in_progress", "A call with this person is already going on."],
  [138004, "retry", "call_connection", CALLING, ONCE],
  [138005, "retry_channel", "call_limit", CALLING, MAINTENANCE],
  [138006, "fail", "call_permission_missing", "Ask the person for permission to call first."],
  [138007, "retry", "call_connection", CALLING, ONCE],
  [138009, "fail", "call_permission_limit", "Permission to call may be asked once a day and twice a week."],
  [138012, "fail", "call_limit", "The person was called 100 times in 24 hours."],
  [138013, "fail", "calling_unavailable", "WhatsApp offers no calls from this number's country."],
  [138014, "fail", "calling_disabled", "Calls are switched off for low quality; see WhatsApp Manager."],
  [138015, "fail", "calling_unavailable", "Calls need a messaging limit of at least 2,000 people a day."],
  [138017, "fail", "call_permission_exists", "The person has already allowed calls for good."],
  [138018, "fail", "calling_setup", "Subscribe the app to the webhook field `calls`."],
  [138019, "fail", "call_failed", CALLING],
  [138020, "fail", "call_failed", CALLING],
  [138021, "fail", "call_failed", CALLING],
  [138022, "fail", "call_failed", CALLING],
  [138023, "fail", "call_failed", CALLING],
  [200005, "fail", "insights_unavailable", "Statistics of this template are not available now."],
  [200006, "fail", "insights_unavailable", "Statistics of templates cannot be switched off."],
  [200007, "fail", "insights_unavailable", "Switch on template statistics in WhatsApp Manager."],
  [1752041, "fail", "marketing_api", "This onboarding to the Marketing Messages API was already asked for."],
  [2388012, "stop_channel", "number_migration", "The number is already in your list."],
  [2388019, "fail", "template_limit", "The account has as many templates as it may; delete some."],
  [2388039, "fail", "template_locked", "The template is in review or was edited too often; wait."],
  [2388040, "fail", "template_too_long", TEMPLATE_TEXT],
  [2388047, "fail", "template_header", TEMPLATE_TEXT],
  [2388072, "fail", "template_body", TEMPLATE_TEXT],
  [2388073, "fail", "template_footer", TEMPLATE_TEXT],
  [2388091, "stop_channel", "number_migration", NUMBER],
  [2388093, "stop_channel", "number_migration", NUMBER],
  [2388103, "stop_channel", "number_migration", NUMBER],
  [2388293, "fail", "template_variables", "Too many variables for so little text: add words or take variables away."],
  [2388299, "fail", "template_variables", "The body may not begin or end with a variable."],
  [2494100, "retry_channel", "maintenance", "The number is in maintenance at WhatsApp; sending goes on by itself.", MAINTENANCE],
  [2593107, "fail", "history_sync", "History can be synchronised once only."],
  [2593108, "fail", "history_sync", "History can be synchronised in the first 24 hours only."],
];

function groupRows(from: number, to: number): Row[] {
  return Array.from({ length: to - from + 1 }, (_, index): Row => [from + index, "fail", "group_error", GROUPS]);
}

/** By Meta's code. The single place where a provider code gets its meaning. */
export const ERROR_TABLE: ReadonlyMap<number, ErrorEntry> = new Map(
  ROWS.map(([code, failureClass, reason, advice, plan]) => [
    code,
    plan === undefined ? { class: failureClass, reason, advice } : { class: failureClass, reason, advice, plan },
  ]),
);

export const PERMISSION_ENTRY: ErrorEntry = { class: "stop_workspace", reason: "permission_missing", advice: PERMISSIONS };
/** A code Meta added since: final, because retrying the unknown blindly is how numbers get restricted. */
export const UNKNOWN_CODE_ENTRY: ErrorEntry = { class: "fail", reason: "unknown_provider_error", advice: PARAMETERS };
/** For failures that bear no code of Meta's. */
export const TRANSIENT_PLAN = TRANSIENT;
