/** Zapier: "Catch Hook" of Webhooks by Zapier. It answers 200 with `{status: "success", id}` before the Zap runs. */
import type { RequestResult } from "../../domain/request-result.ts";

/** 404 and 410 mean that the Zap was deleted or its hook unsubscribed: no retry brings it back. */
export function readZapierResult(result: RequestResult): RequestResult {
  if (result.kind !== "failed" || (result.status !== 404 && result.status !== 410)) return result;
  return { ...result, code: "no_zap", detail: "no Zap listens at this address any more" };
}
