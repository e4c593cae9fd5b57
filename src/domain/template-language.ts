/**
 * WhatsApp's template language code in the one spelling the send API accepts: `en`, `en_US`, `zh_CN`. Webhooks also write
 * `en-US`. Codes of other shapes come back trimmed but otherwise as they are.
 */
export function normaliseTemplateLanguage(code: string): string {
  const match = /^([a-z]{2,3})(?:[-_]([a-z]{2}|[0-9]{3}))?$/i.exec(code.trim());
  if (match?.[1] === undefined) return code.trim();
  const language = match[1].toLowerCase();
  return match[2] === undefined ? language : `${language}_${match[2].toUpperCase()}`;
}
