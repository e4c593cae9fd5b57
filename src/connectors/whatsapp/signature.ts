import { createHmac, timingSafeEqual } from "node:crypto";

const PREFIX = "sha256=";

/**
 * Whether Meta signed exactly these bytes: `X-Hub-Signature-256: sha256=<hex HMAC-SHA256(raw body, app secret)>`.
 *
 * `rawBody` must be the bytes as received: Meta signs its `\uXXXX`-escaped form, so parsing and serialising again breaks it.
 * The secret is the app's, not the access token or the verify token. The signature carries no time: replays are stopped
 * by de-duplication. Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export function verifySignature(rawBody: Uint8Array | string, header: string | undefined, appSecret: string): boolean {
  if (header === undefined || !header.startsWith(PREFIX) || appSecret === "") return false;
  const expected = createHmac("sha256", appSecret).update(rawBody).digest();
  const given = Buffer.from(header.slice(PREFIX.length), "hex");
  // Buffer.from stops at the first non-hex digit: a malformed signature ends up shorter and is refused here.
  return given.length === expected.length && timingSafeEqual(given, expected);
}
