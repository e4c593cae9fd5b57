/**
 * JSON as Meta writes it: everything outside ASCII as `\uXXXX` and slashes as `\/`. A receiver that parses and serialises
 * before checking the signature fails on it, as it would in production.
 */
export function toMetaJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("/", "\\/");
}
