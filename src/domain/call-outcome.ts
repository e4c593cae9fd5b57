/** What the end of a call means. */
import type { CallNews, ProviderCallState } from "./telephony.ts";
import type { AnswerOutcome, CallOutcome } from "./voice-agent.ts";

export interface EndedCall {
  direction: "inbound" | "outbound";
  /** What the customer's answer stands for; null where none decided. */
  answer: AnswerOutcome | null;
  answeredBy: "human" | "machine" | null;
  /** Seconds after which a call without an answer counts as a success. */
  successAfter: number | null;
}

const ENDS: ReadonlySet<ProviderCallState> = new Set(["completed", "busy", "no_answer", "canceled", "failed"]);

export function hasEnded(state: ProviderCallState): boolean {
  return ENDS.has(state);
}

/** @param news the last of the call */
export function outcomeOf(
  { answer, answeredBy, successAfter }: EndedCall,
  news: CallNews,
): { outcome: CallOutcome; reason: string | null } {
  if (news.state === "failed") return { outcome: "failed", reason: news.code ?? "failed" };
  if (news.state !== "completed") return { outcome: "no_answer", reason: news.state };
  if ((news.answeredBy ?? answeredBy) === "machine") return { outcome: "no_answer", reason: "machine" };
  if (answer !== null) return { outcome: answer, reason: null };
  const listened = successAfter !== null && (news.duration ?? 0) >= successAfter;
  return { outcome: listened ? "success" : "neutral", reason: null };
}
