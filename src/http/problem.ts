/** The one place where refusals and failures become HTTP: code → status and problem+json. */
import { ORPCError, ValidationError } from "@orpc/server";
import { ERRORS, type ErrorCode, isErrorCode, type ProblemDetails } from "../contract/errors.ts";
import { Refusal } from "../domain/refusal.ts";

export function problemDetails(code: ErrorCode, detail: string, data: Record<string, unknown> = {}): ProblemDetails {
  return { ...data, type: `urn:parola:error:${code}`, title: ERRORS[code].title, status: ERRORS[code].status, detail, code };
}

/** What the API's machinery throws, under our codes. */
const BY_STATUS: Record<number, ErrorCode> = {
  400: "invalid_input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  413: "too_large",
  415: "unsupported_media_type",
  429: "rate_limited",
};

export function toApiError(error: unknown): ORPCError<string, unknown> {
  if (error instanceof Refusal && isErrorCode(error.code)) {
    return new ORPCError(error.code, { status: ERRORS[error.code].status, message: error.message, data: error.data, cause: error });
  }
  if (error instanceof ORPCError) {
    if (isErrorCode(error.code)) return error;
    if (error.cause instanceof ValidationError && error.status === 400) return invalidInput(error.cause);
    const code = BY_STATUS[error.status];
    if (code) return new ORPCError(code, { status: ERRORS[code].status, message: ERRORS[code].title, cause: error });
  }
  return new ORPCError("internal", { status: 500, message: "The failure was logged; try again.", cause: error });
}

function invalidInput({ issues }: ValidationError): ORPCError<string, unknown> {
  const found = issues.map(({ path, message }) => ({
    path: (path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join("."),
    message,
  }));
  const first = found[0];
  const detail = first ? `${first.path ? `${first.path}: ` : ""}${first.message}` : "The request is not valid.";
  return new ORPCError("invalid_input", { status: 400, message: detail, data: { issues: found } });
}

export function errorBody(error: ORPCError<string, unknown>): ProblemDetails {
  const { code, message, data } = toApiError(error);
  return problemDetails(code as ErrorCode, message, (data ?? {}) as Record<string, unknown>);
}
