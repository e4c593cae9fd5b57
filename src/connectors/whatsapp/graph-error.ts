import type { Json } from "../../domain/json.ts";
import { asNumber, asObject, asText } from "./raw-json.ts";

/** Meta refused a call, or no answer came (then `httpStatus` is 0 and `cause` tells why). */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly httpStatus: number;
  /** Meta's number; see `describeErrorCode`. */
  readonly code: number | undefined;
  readonly subcode: number | undefined;
  /** Written by Meta for the person in front of the screen, in particular about templates: show these where present. */
  readonly userTitle: string | undefined;
  readonly userMessage: string | undefined;
  /** What Meta's support asks for. */
  readonly traceId: string | undefined;

  constructor(httpStatus: number, body: Json | undefined, cause?: unknown) {
    const error = asObject(asObject(body)?.error);
    const details = asText(asObject(error?.error_data)?.details);
    const said = asText(error?.message) ?? (httpStatus === 0 ? "WhatsApp cannot be reached" : `WhatsApp answered ${httpStatus}`);
    super(details === undefined ? said : `${said} — ${details}`, cause === undefined ? undefined : { cause });
    this.httpStatus = httpStatus;
    this.code = asNumber(error?.code);
    this.subcode = asNumber(error?.error_subcode);
    this.userTitle = asText(error?.error_user_title);
    this.userMessage = asText(error?.error_user_msg);
    this.traceId = asText(error?.fbtrace_id);
  }
}
