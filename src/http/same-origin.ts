/**
 * Whether a browser's request comes from a page of this very server. Browsers send `Sec-Fetch-Site` or `Origin` with every
 * request that changes something, and pages cannot forge them; programs send neither and carry no cookie.
 */
export function isSameOrigin(headers: Record<string, string | string[] | undefined>): boolean {
  const site = headers["sec-fetch-site"];
  if (typeof site === "string") return site === "same-origin" || site === "none";
  const origin = headers.origin;
  if (typeof origin !== "string") return true;
  try {
    return new URL(origin).host === headers.host;
  } catch {
    return false;
  }
}
