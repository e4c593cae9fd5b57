/** One call to a shop's API: JSON in and out, ids without loss, every failure as one error. */
import type { Connection, ConnectionHealth } from "../connection.ts";
import type { Json, JsonObject } from "../json.ts";
import type { OutgoingHttp } from "../outgoing-http.ts";
import { parseWebhookJson } from "../parse-webhook-json.ts";
import { failedHealth, httpResult, type RequestResult, unexpectedAnswer } from "../request-result.ts";
import type { RawNotice } from "./notice.ts";

export interface Shop {
  http: OutgoingHttp;
  connection: Connection;
  now: number;
}

export class ShopError extends Error {
  readonly result: Exclude<RequestResult, { kind: "done" }>;

  constructor(result: Exclude<RequestResult, { kind: "done" }>) {
    super(result.detail === undefined ? result.code : `${result.code}: ${result.detail}`);
    this.result = result;
  }
}

export interface ShopRequest {
  method?: "GET" | "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body?: JsonObject;
  /** Who refuses when the credentials are wrong: "Shopify". */
  system: string;
}

/** Fifty orders with all that shops write about them. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** @throws {ShopError} for every answer but 2xx, and for one that is no JSON */
export async function callShop({ http, now }: Pick<Shop, "http" | "now">, request: ShopRequest): Promise<Json> {
  const { method = "GET", url, headers, body, system } = request;
  const answer = await http.send({
    method,
    url,
    headers: { accept: "application/json", ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
    maxBytes: MAX_PAGE_BYTES,
  });
  const result = httpResult(answer, now);
  if (result.kind === "failed" && result.status === 401)
    throw new ShopError({ ...result, code: "unauthorized", detail: `${system} refuses the credentials` });
  if (result.kind === "failed" && result.status === 403)
    throw new ShopError({ ...result, code: "forbidden", detail: `${system} does not let these credentials read ${url.split("?")[0]}` });
  if (result.kind !== "done") throw new ShopError(result);
  try {
    return answer.ok && answer.body.trim() !== "" ? parseWebhookJson(answer.body) : null;
  } catch {
    throw new ShopError(unexpectedAnswer(system));
  }
}

/** @throws {ShopError} for JSON that this system does not answer with: whatever lives at the address, it is no shop */
export function mustFit(fits: boolean, system: string): void {
  if (!fits) throw new ShopError(unexpectedAnswer(system));
}

/** What asking a shop brought. */
export interface ShopPoll {
  notices: RawNotice[];
  /** Where to go on next time. */
  cursor: JsonObject;
  /** There is more to be had at once. */
  more: boolean;
}

/** The credentials work; or what is wrong, in words. */
export async function healthOf(check: () => Promise<unknown>): Promise<ConnectionHealth> {
  try {
    await check();
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ShopError)) throw error;
    return failedHealth(error.result, "The shop");
  }
}

/** The shop's address without a slash at the end; what people paste may lack the scheme. */
export function addressOf(text: string): string {
  const address = text.trim().replace(/\/+$/, "");
  return /^https?:\/\//i.test(address) ? address : `https://${address}`;
}
