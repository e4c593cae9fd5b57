import type { Json } from "../../domain/json.ts";
import type { SendFailure } from "../../domain/send-failure.ts";
import { ERROR_TABLE, type ErrorEntry, PERMISSION_ENTRY, type RetryPlan, TRANSIENT_PLAN, UNKNOWN_CODE_ENTRY } from "./error-table.ts";
import { asNumber, asObject, asText, compact } from "./raw-json.ts";

/** What the error table says about a code of Meta's; also for failures told by a status webhook. */
export function describeErrorCode(code: number): ErrorEntry {
  const entry = ERROR_TABLE.get(code);
  if (entry !== undefined) return entry;
  return code >= 200 && code <= 299 ? PERMISSION_ENTRY : UNKNOWN_CODE_ENTRY;
}

/**
 * The failure for a code of Meta's, wherever it was told: in the answer to a send or in a `failed` status.
 *
 * @param attempt how often the message has been tried, this time included; decides how long to wait.
 */
export function classifyErrorCode(code: number, providerMessage?: string, attempt = 1): SendFailure {
  const entry = describeErrorCode(code);
  const { plan } = entry;
  const spent = plan?.attempts !== undefined && attempt >= plan.attempts;
  return compact({
    class: spent ? ("fail" as const) : entry.class,
    code: entry.reason,
    providerCode: code,
    providerMessage,
    retryAfterMs: plan === undefined || spent ? undefined : waitMs(plan, attempt),
  });
}

/**
 * Why a send was refused, from the HTTP answer. Build on the code alone: Meta's titles and HTTP statuses vary.
 *
 * A 5xx without an error of Meta's, a 408, and a 2xx without a message id come from something in between: the message may
 * have been accepted, so the outcome is `unknown` and must never be sent again blindly (no idempotency key exists).
 *
 * @param body the parsed answer, undefined if it was not JSON.
 * @param retryAfterSeconds the Retry-After header, if any.
 */
export function classifyError(httpStatus: number, body: Json | undefined, attempt = 1, retryAfterSeconds?: number): SendFailure {
  const error = asObject(asObject(body)?.error);
  const code = asNumber(error?.code);
  if (error !== undefined && code !== undefined) {
    const details = asText(asObject(error.error_data)?.details);
    const message = [asText(error.message), details].filter(Boolean).join(" — ");
    const failure = classifyErrorCode(code, message === "" ? undefined : message, attempt);
    const asked = retryAfterSeconds === undefined ? 0 : retryAfterSeconds * 1000;
    return failure.retryAfterMs !== undefined && asked > failure.retryAfterMs ? { ...failure, retryAfterMs: asked } : failure;
  }
  const providerMessage = `HTTP ${httpStatus}`;
  if (httpStatus === 429) {
    const retryAfterMs = retryAfterSeconds === undefined ? waitMs(TRANSIENT_PLAN, attempt) : retryAfterSeconds * 1000;
    return { class: "retry_channel", code: "rate_limit", providerMessage, retryAfterMs };
  }
  if (httpStatus === 401) return { class: "stop_workspace", code: "token_invalid", providerMessage };
  if (httpStatus >= 500 || httpStatus === 408 || httpStatus < 300) {
    return { class: "unknown", code: "no_clear_answer", providerMessage };
  }
  return { class: "fail", code: "unexpected_answer", providerMessage };
}

/**
 * Why no answer came. What failed before the request left may be tried again; a timeout or a connection lost afterwards
 * is `unknown`, because the message may be on its way to the person.
 *
 * @param requestLeft whether the request had begun to be written to a connection.
 */
export function classifyNetworkError(error: unknown, requestLeft: boolean, attempt = 1): SendFailure {
  const details = typeof error === "object" && error !== null ? (error as { code?: unknown; message?: unknown }) : {};
  const code = asText(details.code);
  const providerMessage = [code, asText(details.message)].filter(Boolean).join(": ");
  if (requestLeft) return { class: "unknown", code: "no_clear_answer", providerMessage };
  // A token with a line break in it, say: no wait will mend that.
  if (code === "UND_ERR_INVALID_ARG") return { class: "fail", code: "invalid_request", providerMessage };
  return { class: "retry", code: "provider_unreachable", providerMessage, retryAfterMs: waitMs(TRANSIENT_PLAN, attempt) };
}

function waitMs(plan: RetryPlan, attempt: number): number {
  return Math.min(plan.maxMs, plan.firstMs * plan.factor ** Math.max(0, attempt - 1));
}
