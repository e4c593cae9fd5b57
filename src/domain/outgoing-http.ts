/** What connectors need of HTTP. `src/connectors/http/` keeps the promises: no private addresses, no redirects, bounded time and size. */

export interface OutgoingRequest {
  method: string;
  /** Absolute, http or https. */
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For the whole exchange, in milliseconds; 15 s when left out. */
  timeoutMs?: number;
  /** Longest answer that is read; 256 KiB when left out. */
  maxBytes?: number;
  /** The answer may be no text: it is wanted as it came, in `bytes`. */
  binary?: boolean;
}

/** An answer, of whatever status; names of headers in lower case. */
export interface OutgoingAnswer {
  ok: true;
  status: number;
  headers: Record<string, string>;
  /** As text; empty where `binary` was asked for. */
  body: string;
  bytes?: Uint8Array;
}

export const OUTGOING_FAILURES = [
  "invalid_url",
  "private_address",
  "host_not_found",
  "connection_failed",
  "tls_error",
  "timeout",
  "response_too_large",
] as const;
export type OutgoingFailureCode = (typeof OUTGOING_FAILURES)[number];

/** No answer. */
export interface OutgoingFailure {
  ok: false;
  code: OutgoingFailureCode;
  detail: string;
  /** Whether the same request may fare better later. */
  temporary: boolean;
}

export type OutgoingResult = OutgoingAnswer | OutgoingFailure;

export interface OutgoingHttp {
  /** Never rejects. */
  send(request: OutgoingRequest): Promise<OutgoingResult>;
}
