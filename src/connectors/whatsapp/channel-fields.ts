/**
 * Webhook fields about an account, a number or a template rather than about a contact. Groups are among them: they concern
 * the number that owns the group. Source: Meta's webhook reference, list in the contracts README 1.1.
 */
const CHANNEL_FIELDS = new Set([
  "account_alerts",
  "account_review_update",
  "account_settings_update",
  "account_update",
  "business_capability_update",
  "business_username_updates",
  "flows",
  "group_lifecycle_update",
  "group_participants_update",
  "group_settings_update",
  "group_status_update",
  "message_template_components_update",
  "message_template_quality_update",
  "message_template_status_update",
  "partner_solutions",
  "payment_configuration_update",
  "phone_number_name_update",
  "phone_number_quality_update",
  "security",
  "template_category_update",
  "template_correct_category_detection",
]);

export function isChannelField(field: string): boolean {
  return CHANNEL_FIELDS.has(field);
}
