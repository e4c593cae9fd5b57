/** What a refused or unanswered send means for us; providers' codes are mapped to these classes by their connector. */
export const SEND_FAILURE_CLASSES = [
  /** Try this message again after a while (server trouble, throughput). */
  "retry",
  /** This sender → recipient pair is too fast: wait, other contacts go on. */
  "retry_pair",
  /** The whole channel is too fast or throttled: everything of the channel waits. */
  "retry_channel",
  /** Never again for this message; the reason is shown. */
  "fail",
  /** The contact cannot be reached on WhatsApp: mark the number invalid. */
  "invalid_recipient",
  /** The contact opted out of marketing at the provider: record the opt-out. */
  "opted_out",
  /** Template paused, disabled, missing or mismatching: stop that template. */
  "stop_template",
  /** The number cannot send (not registered, restricted, flagged): stop the channel. */
  "stop_channel",
  /** Token, permission, payment, policy: stop every channel of the workspace's account. */
  "stop_workspace",
  /** The request may have arrived: never resend, wait for a status that names it. */
  "unknown",
] as const;
export type SendFailureClass = (typeof SEND_FAILURE_CLASSES)[number];

export interface SendFailure {
  class: SendFailureClass;
  /** Ours, stable, shown in words by the web app: e.g. `window_closed`, `opted_out`, `undeliverable`. */
  code: string;
  /** The provider's own number and words. */
  providerCode?: number;
  providerMessage?: string;
  /** Not before this many milliseconds from now, for the retry classes. */
  retryAfterMs?: number;
}

export type SendResult =
  | { ok: true; providerMessageId: string; waId?: string; userId?: string; held?: boolean }
  | { ok: false; failure: SendFailure };
