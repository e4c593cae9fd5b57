/** Errors of sockets, TLS and undici in the words of the timeline. */
import type { OutgoingFailure, OutgoingFailureCode } from "../../domain/outgoing-http.ts";
import { PrivateAddressError } from "./guarded-lookup.ts";

/** Nothing that time could mend. */
export function refused(code: OutgoingFailureCode, detail: string): OutgoingFailure {
  return { ok: false, code, detail, temporary: false };
}

export function failureOf(error: unknown): OutgoingFailure {
  const causes = [...causesOf(error)];
  const { name, message } = causes[0] as Error;
  if (causes.some((cause) => cause instanceof PrivateAddressError)) return refused("private_address", message);
  const codes = causes.map((cause) => (cause as NodeJS.ErrnoException).code ?? "");
  const passing = (code: OutgoingFailureCode): OutgoingFailure => ({ ok: false, code, detail: message, temporary: true });
  if (name === "TimeoutError" || codes.some((code) => code.includes("TIMEOUT") || code === "ETIMEDOUT")) return passing("timeout");
  if (codes.some((code) => code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "ENODATA")) return passing("host_not_found");
  if (codes.some((code) => code === "UND_ERR_INVALID_ARG")) return refused("invalid_url", message);
  // A certificate may be renewed within the hour, but nobody should be told only then.
  if (codes.some((code) => code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL") || code.includes("CERT") || code.includes("SIGNATURE")))
    return refused("tls_error", message);
  return passing("connection_failed");
}

/** The error, what caused it, and what several attempts at one host's addresses failed with. */
function* causesOf(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) {
    yield new Error(String(error));
    return;
  }
  yield error;
  if (error instanceof AggregateError) for (const inner of error.errors as unknown[]) yield* causesOf(inner);
  if (error.cause !== undefined) yield* causesOf(error.cause);
}
