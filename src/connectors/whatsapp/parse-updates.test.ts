import { describe, expect, test } from "vitest";
import type { InboundContactChange } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { ChannelEvent } from "./channel-event.ts";
import { parseChannelEvent } from "./parse-channel-event.ts";
import { parseContactChange } from "./parse-contact-change.ts";
import { parseStatus } from "./parse-status.ts";

describe("statuses", () => {
  test("a failure tells its code and why", () => {
    const errors = [{ code: 131049, title: "Not delivered", message: "m", error_data: { details: "healthy ecosystem" } }];
    const status = { id: "wamid.1", status: "failed", timestamp: "1", recipient_id: "39", biz_opaque_callback_data: "m1", errors };
    expect(parseStatus({ status }, 7)).toEqual({
      providerMessageId: "wamid.1",
      status: "failed",
      at: 7,
      recipientWaId: "39",
      callbackData: "m1",
      error: { code: 131049, title: "Not delivered", details: "healthy ecosystem" },
    });
  });

  test.each(["recipient_participant_id", "participant_recipient_id"])("a group's participant is read from %s", (key) => {
    const conversation = { pricing: { category: "group_service" } };
    const status = { id: "wamid.1", status: "read", recipient_id: "G1", recipient_type: "group", [key]: "39", conversation };
    expect(parseStatus({ status }, 7)).toMatchObject({ participant: "39", pricing: { category: "group_service" } });
  });

  test("a word that is no delivery status is none", () => {
    expect(parseStatus({ status: { id: "wamid.1", status: "warning" } }, 7)).toBeUndefined();
  });
});

describe("changes of a contact", () => {
  const cases: [string, JsonObject, InboundContactChange | undefined][] = [
    [
      "an edit",
      { message: { type: "edit", edit: { original_message_id: "w1", message: { type: "text", text: { body: "b" } } } } },
      { kind: "edited", providerMessageId: "w1", content: { type: "text", text: "b" } },
    ],
    ["a revoke", { message: { type: "revoke", revoke: { original_message_id: "w1" } } }, { kind: "revoked", providerMessageId: "w1" }],
    ["a revoke of nothing", { message: { type: "revoke" } }, undefined],
    [
      "a new number",
      { message: { type: "system", system: { type: "user_changed_number", wa_id: "40", body: "Ada changed" } } },
      { kind: "identity_changed", waId: "40", note: "Ada changed" },
    ],
    [
      "a new user id",
      { userIdUpdate: { wa_id: "39", detail: "changed", user_id: { previous: "IT.1", current: "IT.2" } } },
      { kind: "identity_changed", waId: "39", userId: "IT.2", previousUserId: "IT.1", note: "changed" },
    ],
    [
      "stop",
      { preference: { category: "marketing_messages", value: "stop", detail: "d" } },
      { kind: "marketing_preference", value: "stop", detail: "d" },
    ],
    ["a sign-up", { preference: { category: "marketing_messages", value: "signup" } }, { kind: "marketing_preference", value: "resume" }],
    ["a preference about something else", { preference: { category: "calls", value: "stop" } }, undefined],
    [
      "an echo of the phone app",
      { echo: { id: "w2", type: "text", text: { body: "from the phone" } } },
      { kind: "echo", providerMessageId: "w2", content: { type: "text", text: "from the phone" } },
    ],
    [
      "an echo that takes something back",
      { echo: { id: "w3", type: "revoke", revoke: { original_message_id: "w2" } } },
      { kind: "revoked", providerMessageId: "w2" },
    ],
    [
      "a call that ended",
      { call: { id: "wacid.1", event: "terminate", direction: "USER_INITIATED", status: "COMPLETED", duration: 12 } },
      { kind: "call", providerCallId: "wacid.1", event: "terminate", direction: "inbound", completed: true, durationSeconds: 12 },
    ],
    [
      "a call that rings",
      { callStatus: { id: "wacid.1", status: "RINGING" } },
      { kind: "call", providerCallId: "wacid.1", event: "ringing" },
    ],
    ["nothing known", {}, undefined],
  ];
  test.each(cases)("%s", (_name, body, expected) => {
    expect(parseContactChange(body)).toEqual(expected);
  });
});

describe("events of a channel", () => {
  const template = { message_template_id: "9007199254740993", message_template_name: "x", message_template_language: "en-US" };
  const reference = { templateId: "9007199254740993", name: "x", language: "en_US" };
  const cases: [string, string, JsonObject, ChannelEvent][] = [
    [
      "a refused template tells the reviewer's words",
      "message_template_status_update",
      {
        ...template,
        event: "REJECTED",
        reason: "INVALID_FORMAT",
        message_template_category: "MARKETING",
        rejection_info: { reason: "r", recommendation: "do" },
      },
      {
        kind: "template_status",
        ...reference,
        event: "rejected",
        reason: "invalid_format",
        category: "marketing",
        explanation: "r",
        recommendation: "do",
      },
    ],
    [
      "a pause tells which",
      "message_template_status_update",
      { ...template, event: "PAUSED", reason: "NONE", other_info: { title: "FIRST_PAUSE", description: "3 hours" } },
      { kind: "template_status", ...reference, event: "paused", reason: "first_pause", explanation: "3 hours" },
    ],
    [
      "a category in force",
      "template_category_update",
      { ...template, previous_category: "UTILITY", new_category: "MARKETING" },
      { kind: "template_category", ...reference, previousCategory: "utility", category: "marketing", announced: false },
    ],
    [
      "a category announced",
      "template_category_update",
      { ...template, new_category: "UTILITY", correct_category: "MARKETING" },
      { kind: "template_category", ...reference, previousCategory: "utility", category: "marketing", announced: true },
    ],
    [
      "quality",
      "message_template_quality_update",
      { ...template, previous_quality_score: "GREEN", new_quality_score: "RED" },
      { kind: "template_quality", ...reference, previousQuality: "green", quality: "red" },
    ],
    [
      "a number's limit",
      "phone_number_quality_update",
      { display_phone_number: "1555", event: "ONBOARDING", max_daily_conversations_per_business: "TIER_10K" },
      { kind: "phone_quality", displayPhoneNumber: "1555", event: "onboarding", messagingLimit: 10_000 },
    ],
    [
      "an unlimited number",
      "phone_number_quality_update",
      { event: "UPGRADE", current_limit: "TIER_UNLIMITED" },
      { kind: "phone_quality", event: "upgrade", messagingLimit: null },
    ],
    [
      "a ban",
      "account_update",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } },
      {
        kind: "account_update",
        event: "disabled_update",
        sending: "stopped",
        details: { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } },
      },
    ],
    [
      "a changed PIN",
      "security",
      { display_phone_number: "1", event: "PIN_CHANGED" },
      { kind: "security", displayPhoneNumber: "1", event: "pin_changed" },
    ],
    ["a review", "account_review_update", { decision: "APPROVED" }, { kind: "account_review", decision: "approved" }],
    [
      "an alert",
      "account_alerts",
      {
        entity_type: "PHONE_NUMBER",
        entity_id: "1",
        alert_info: { alert_severity: "CRITICAL", alert_status: "ACTIVE", alert_type: "OBA_REJECTED", alert_description: "d" },
      },
      {
        kind: "account_alert",
        severity: "critical",
        active: true,
        alertType: "oba_rejected",
        description: "d",
        entityType: "phone_number",
        entityId: "1",
      },
    ],
    [
      "a template event without its template",
      "message_template_status_update",
      { event: "APPROVED" },
      { kind: "other", field: "message_template_status_update", details: { event: "APPROVED" } },
    ],
    ["an unknown field", "weather", { sun: 1 }, { kind: "other", field: "weather", details: { sun: 1 } }],
  ];
  test.each(cases)("%s", (_name, field, value, expected) => {
    expect(parseChannelEvent(field, value)).toEqual(expected);
  });
});
