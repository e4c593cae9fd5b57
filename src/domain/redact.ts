/** Takes secrets out of what is kept and shown of calls to outside systems. */
import type { JsonObject } from "./json.ts";

const MASK = "•••";
/** Names of headers, parameters and keys whose values are secrets. */
const SECRET_NAME = /authori[sz]ation|cookie|token|secret|password|passwd|api[-_]?key|apikey|consumerkey|authkey|signature|credential/i;
/** Most characters of a body that are kept. */
const MAX_KEPT = 4096;

export function redactHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, SECRET_NAME.test(name) ? MASK : value]));
}

/** Passwords before the host, and parameters with telling names. */
export function redactUrl(url: string): string {
  return url
    .replace(/^(https?:\/\/)[^/?#@]*@/i, `$1${MASK}@`)
    .replace(/([?&])([^=&#]+)=([^&#]*)/g, (pair, mark: string, name: string) => (SECRET_NAME.test(name) ? `${mark}${name}=${MASK}` : pair));
}

/** `"token": "…"` in JSON, `token=…` in forms, and every one of `secrets` wherever it stands; cut to 4,096 characters. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let result = text.length > MAX_KEPT ? `${text.slice(0, MAX_KEPT)}…` : text;
  for (const secret of secrets) if (secret.length >= 4) result = result.replaceAll(secret, MASK);
  return result
    .replace(/("([^"\\]{1,64})"\s*:\s*)"(?:[^"\\]|\\.)*("|$)/g, (pair, start: string, name: string) =>
      SECRET_NAME.test(name) ? `${start}"${MASK}"` : pair,
    )
    .replace(/(^|&)([^=&\s"{]{1,64})=([^&\s"]*)/g, (pair, mark: string, name: string) =>
      SECRET_NAME.test(name) ? `${mark}${name}=${MASK}` : pair,
    );
}

/** What a request still shows of its payload when it is over. */
export function redactPayload(payload: JsonObject): JsonObject {
  const { headers, url, body } = payload;
  return {
    ...payload,
    ...(typeof url === "string" && { url: redactUrl(url) }),
    ...(typeof body === "string" && { body: redactText(body) }),
    ...(typeof headers === "object" && headers !== null && { headers: redactHeaders(headers as Record<string, string>) }),
  };
}
