/** Every error the API answers with: one table, code → HTTP status and title. The body is problem+json (RFC 9457). */
export const ERRORS = {
  invalid_input: { status: 400, title: "The request is not valid" },
  invalid_phone: { status: 400, title: "This is not a phone number" },
  invalid_cursor: { status: 400, title: "The cursor is not one this list gave out" },
  invalid_filter: { status: 400, title: "The filter cannot be understood" },
  unauthenticated: { status: 401, title: "Sign in or send an API key" },
  invalid_credentials: { status: 401, title: "E-mail address or password is wrong" },
  wrong_signature: { status: 401, title: "The signature is wrong" },
  forbidden: { status: 403, title: "Your role or key does not allow this" },
  wrong_secret: { status: 403, title: "The secret is wrong" },
  cross_origin: { status: 403, title: "The request comes from another site" },
  not_found: { status: 404, title: "There is no such object" },
  method_not_allowed: { status: 405, title: "This address has no such method" },
  conflict: { status: 409, title: "This contradicts the current state" },
  name_taken: { status: 409, title: "Another object has this name" },
  phone_taken: { status: 409, title: "Another contact has this phone number" },
  phrase_taken: { status: 409, title: "Another active automation starts on this phrase" },
  draft_changed: { status: 409, title: "Somebody else changed the draft meanwhile" },
  in_use: { status: 409, title: "Something still uses this" },
  already_set_up: { status: 409, title: "The first account exists already" },
  idempotency_key_reused: { status: 409, title: "This idempotency key was used for another request" },
  answer_lost: { status: 409, title: "The answer to this idempotency key cannot be read any more" },
  request_in_progress: { status: 409, title: "The same request is still being carried out" },
  not_publishable: { status: 422, title: "The automation has errors" },
  not_activatable: { status: 422, title: "The automation cannot be activated" },
  not_active: { status: 422, title: "The automation is not active" },
  not_sendable: { status: 422, title: "The message cannot be sent" },
  window_closed: { status: 422, title: "The 24-hour window is closed: only templates can be sent" },
  contact_blocked: { status: 422, title: "The contact is blocked" },
  template_invalid: { status: 422, title: "The template breaks a rule of WhatsApp" },
  provider_refused: { status: 422, title: "WhatsApp refused this" },
  file_invalid: { status: 422, title: "The file cannot be read" },
  too_large: { status: 413, title: "The request is too large" },
  unsupported_media_type: { status: 415, title: "This content type is not accepted" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  not_available: { status: 503, title: "This is not available right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Body of every refusal, `application/problem+json`. Further members depend on the code. */
export interface ProblemDetails {
  /** `urn:parola:error:` + code */
  type: string;
  title: string;
  status: number;
  /** One sentence about this very case. */
  detail: string;
  code: ErrorCode;
  [member: string]: unknown;
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(ERRORS, code);
}
