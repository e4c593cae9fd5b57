/** Why a campaign was held up, or a recipient left out, in words. Codes of failed messages are the chat's. */
import type { TFunction } from "i18next";

export function problemText(t: TFunction<["campaigns", "chat"]>, problem: string): string {
  // "missing_variable: first_name"
  const [code = "", detail] = problem.split(": ");
  return t(`problem.${code}` as "problem.no_channel", {
    detail: detail ?? "",
    defaultValue: t(`chat:failure.${code}` as "chat:failure.blocked", { defaultValue: problem }),
  });
}
