import type { JsonObject } from "../../domain/json.ts";
import { normaliseTemplateLanguage } from "../../domain/template-language.ts";
import type { AccountUpdateEvent, ChannelEvent } from "./channel-event.ts";
import { parseMessagingLimit } from "./messaging-limit.ts";
import { asArray, asInstant, asObject, asText, compact } from "./raw-json.ts";

type Parser = (value: JsonObject) => ChannelEvent | undefined;

const PARSERS: Record<string, Parser> = {
  message_template_status_update: templateStatus,
  template_category_update: templateCategory,
  template_correct_category_detection: templateCategory,
  message_template_quality_update: templateQuality,
  message_template_components_update: templateComponents,
  phone_number_quality_update: phoneQuality,
  phone_number_name_update: phoneName,
  security: (value) => withEvent(value, (event) => ({ kind: "security", displayPhoneNumber: asText(value.display_phone_number), event })),
  account_update: accountUpdate,
  account_alerts: accountAlert,
  account_review_update: (value) => {
    const decision = lower(value.decision);
    return decision === undefined ? undefined : { kind: "account_review", decision };
  },
  business_capability_update: (details) => ({ kind: "capability", details }),
};

/** A channel item's field and body. Never throws; what it does not know comes back as `other`, raw. */
export function parseChannelEvent(field: string, body: JsonObject): ChannelEvent {
  const parser = Object.hasOwn(PARSERS, field) ? PARSERS[field] : undefined;
  const event = parser?.(body);
  return event === undefined ? { kind: "other", field, details: body } : compact(event);
}

/** Codes are told in capitals; ours are lower case. `NONE` and absent are the same. */
function lower(value: unknown): string | undefined {
  const text = asText(value)?.toLowerCase();
  return text === "none" ? undefined : text;
}

function withEvent(value: JsonObject, make: (event: string) => ChannelEvent): ChannelEvent | undefined {
  const event = lower(value.event);
  return event === undefined ? undefined : make(event);
}

function withTemplate(
  value: JsonObject,
  make: (reference: { templateId: string; name: string; language: string }) => ChannelEvent | undefined,
): ChannelEvent | undefined {
  const templateId = asText(value.message_template_id);
  const name = asText(value.message_template_name);
  const language = asText(value.message_template_language);
  if (templateId === undefined || name === undefined || language === undefined) return undefined;
  return make({ templateId, name, language: normaliseTemplateLanguage(language) });
}

function templateStatus(value: JsonObject): ChannelEvent | undefined {
  const rejection = asObject(value.rejection_info);
  const other = asObject(value.other_info);
  return withTemplate(value, (reference) =>
    withEvent(value, (event) => ({
      kind: "template_status",
      ...reference,
      event,
      category: lower(value.message_template_category),
      reason: lower(value.reason) ?? lower(other?.title),
      explanation: asText(rejection?.reason) ?? asText(other?.description) ?? asText(asObject(value.disable_info)?.disable_date),
      recommendation: asText(rejection?.recommendation),
    })),
  );
}

function templateCategory(value: JsonObject): ChannelEvent | undefined {
  return withTemplate(value, (reference) => {
    const now = lower(value.new_category);
    const announced = lower(value.correct_category);
    // An announcement may carry both; then `new_category` is what still holds.
    const category = announced ?? now;
    if (category === undefined) return undefined;
    const previousCategory = lower(value.previous_category) ?? (announced === undefined ? undefined : now);
    return compact({ kind: "template_category" as const, ...reference, previousCategory, category, announced: announced !== undefined });
  });
}

function templateQuality(value: JsonObject): ChannelEvent | undefined {
  return withTemplate(value, (reference) => {
    const quality = lower(value.new_quality_score);
    if (quality === undefined) return undefined;
    return { kind: "template_quality", ...reference, previousQuality: lower(value.previous_quality_score), quality };
  });
}

function templateComponents(value: JsonObject): ChannelEvent | undefined {
  return withTemplate(value, (reference) => ({
    kind: "template_components",
    ...reference,
    body: asText(value.message_template_element),
    header: asText(value.message_template_title),
    footer: asText(value.message_template_footer),
  }));
}

function phoneQuality(value: JsonObject): ChannelEvent | undefined {
  return withEvent(value, (event) => ({
    kind: "phone_quality",
    displayPhoneNumber: asText(value.display_phone_number),
    event,
    // `current_limit` was removed in February 2026; older versions of the API still send it.
    messagingLimit: parseMessagingLimit(asText(value.max_daily_conversations_per_business) ?? asText(value.current_limit)),
  }));
}

function phoneName(value: JsonObject): ChannelEvent | undefined {
  const decision = lower(value.decision);
  if (decision === undefined) return undefined;
  const displayPhoneNumber = asText(value.display_phone_number);
  const requestedName = asText(value.requested_verified_name);
  return { kind: "phone_name", displayPhoneNumber, decision, requestedName, reason: asText(value.rejection_reason) };
}

/** What an account event means for sending. Events not named here (prices, partners, verification) leave it as it is. */
const SENDING_EFFECT: Record<string, AccountUpdateEvent["sending"]> = {
  account_deleted: "stopped",
  account_offboarded: "stopped",
  account_reconnected: "restored",
  account_restriction: "restricted",
  partner_removed: "stopped",
  partner_app_uninstalled: "stopped",
};
const BAN_EFFECT: Record<string, AccountUpdateEvent["sending"]> = {
  disable: "stopped",
  schedule_for_disable: "restricted",
  reinstate: "restored",
};

function accountUpdate(value: JsonObject): ChannelEvent | undefined {
  return withEvent(value, (event) => {
    const banState = lower(asObject(value.ban_info)?.waba_ban_state);
    const ends = asArray(value.restriction_info).flatMap((entry) => asInstant(asObject(entry)?.expiration) ?? []);
    return {
      kind: "account_update",
      event,
      sending: (banState === undefined ? undefined : BAN_EFFECT[banState]) ?? SENDING_EFFECT[event],
      restrictedUntil: ends.length > 0 ? Math.max(...ends) : undefined,
      details: value,
    };
  });
}

function accountAlert(value: JsonObject): ChannelEvent | undefined {
  // Older payloads have the alert's fields beside the entity, newer ones inside `alert_info`.
  const alert = asObject(value.alert_info) ?? value;
  const alertType = lower(alert.alert_type);
  if (alertType === undefined) return undefined;
  return {
    kind: "account_alert",
    severity: lower(alert.alert_severity) ?? "informational",
    active: alert.alert_status === undefined || alert.alert_status === "ACTIVE",
    alertType,
    description: asText(alert.alert_description),
    entityType: lower(value.entity_type),
    entityId: asText(value.entity_id),
  };
}
