/** Make: a custom webhook of a scenario. Source: Make's help pages, see `contracts` §3.5 of the specification. */
import type { RequestResult } from "../../domain/request-result.ts";

/**
 * A full queue is answered with 400 and says so; it empties as scenarios run. 410 means that no scenario has been attached to
 * the address for five days.
 */
export function readMakeResult(result: RequestResult): RequestResult {
  if (result.kind !== "failed") return result;
  if (result.status === 400 && /queue/i.test(JSON.stringify(result.body ?? ""))) return { ...result, kind: "retry", code: "queue_full" };
  if (result.status === 410) return { ...result, code: "no_scenario", detail: "no scenario of Make listens at this address any more" };
  return result;
}
