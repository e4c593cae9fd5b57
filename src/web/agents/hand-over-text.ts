/** Why a chat went to people, in the reader's language where the reason is one of our own; a model's words stay as they are. */
import i18next from "i18next";
import { readHandOverReason } from "../../domain/hand-over-reason.ts";

/** @param text a reason, or a note that begins with one. The areas `agents` and `integrations` must be loaded. */
export function handOverText(text: string): string {
  const [first = "", ...rest] = text.split("\n\n");
  const known = readHandOverReason(first);
  if (!known) return text;
  const value = i18next.t(`integrations:failure.${known.value}`, { defaultValue: known.value });
  return [i18next.t(`agents:handOver.${known.reason}`, { value }), ...rest].join("\n\n");
}
