/** Whether anything took what the customer wrote last: the runs are as they were before it. */
import type { TestState } from "../../../contract/tests.ts";

export interface Seen {
  /** Id of the last message; null where there is none. */
  last: string | null;
  /** The customer wrote it. */
  inbound: boolean;
  runs: string;
  key: string;
}

export function seenNow({ messages, runs }: Pick<TestState, "messages" | "runs">): Seen {
  const last = messages.at(-1);
  const moved = JSON.stringify(runs.map(({ id, status, at, steps }) => [id, status, at, steps.length]));
  const id = last?.id ?? null;
  return { last: id, inbound: last?.direction === "in", runs: moved, key: `${id} ${moved}` };
}

export function isUnheard(before: Seen | null, now: Seen): boolean {
  return before !== null && now.inbound && now.last !== before.last && now.runs === before.runs;
}
