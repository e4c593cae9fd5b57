/** What helps against a failure code; `none` where only waiting or another way of contact does. */
export type Remedy = "retry" | "template" | "unblock" | "channel" | "templates" | "none";

const REMEDIES: Readonly<Record<string, Remedy>> = {
  window_closed: "template",
  blocked: "unblock",
  contact_blocked: "unblock",
  token_invalid: "channel",
  permission_missing: "channel",
  number_deleted: "channel",
  number_not_registered: "channel",
  channel_stopped: "channel",
  payment_problem: "channel",
  account_locked: "channel",
  policy_violation: "channel",
  spam_limit: "channel",
  template_missing: "templates",
  template_paused: "templates",
  template_disabled: "templates",
  template_policy: "templates",
  template_parameters: "templates",
  template_parameter_count: "templates",
  template_parameter_format: "templates",
  undeliverable: "none",
  invalid_number: "none",
  opted_out: "none",
  unsubscribed: "none",
  no_consent: "none",
  frequency_cap: "none",
  marketing_limit: "none",
  marketing_experiment: "none",
  country_restricted: "none",
};

export function remedyOf(code: string): Remedy {
  return REMEDIES[code] ?? "retry";
}
