/** A failure's code in words, with what the other side said where the code alone does not tell. */
import type { TFunction } from "i18next";

export function failureText(t: TFunction<"integrations">, code: string, detail?: string | null): string {
  const status = /^http_(\d+)$/.exec(code)?.[1];
  const words = status === undefined ? t(`failure.${code}` as "failure.timeout", { defaultValue: "" }) : t("failure.http", { status });
  if (words === "") return detail ? `${code}: ${detail}` : code;
  return detail && !EXPLAINED.has(code) ? `${words} (${detail})` : words;
}

/** Their detail only repeats the code in English. */
const EXPLAINED = new Set([
  ...["unauthorized", "missing_connection", "wrong_connection", "webhook_disabled", "webhook_deleted"],
  ...["unexpected_answer", "no_link", "no_zap", "no_scenario", "wrong_signature"],
]);

/** A connection's `statusDetail` is `code: detail`. */
export function healthText(t: TFunction<"integrations">, statusDetail: string | null): string | null {
  if (statusDetail === null) return null;
  const at = statusDetail.indexOf(": ");
  return at < 0 ? failureText(t, statusDetail) : failureText(t, statusDetail.slice(0, at), statusDetail.slice(at + 2));
}
