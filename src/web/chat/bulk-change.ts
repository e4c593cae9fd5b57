/** One change of many chats, and what takes it back. */
import type { ChatSummary } from "../../contract/chats.ts";
import { client } from "../api.ts";

type Input = Parameters<typeof client.chats.bulk>[0];
export type BulkChange = Pick<Input, "action" | "operators">;

/** As many as the server takes at once. */
const AT_ONCE = 1000;

export async function changeChats(chats: readonly ChatSummary[], change: BulkChange): Promise<number> {
  let changed = 0;
  for (let start = 0; start < chats.length; start += AT_ONCE) {
    const ids = chats.slice(start, start + AT_ONCE).map(({ id }) => id);
    changed += (await client.chats.bulk({ ids, ...change })).changed;
  }
  return changed;
}

/** What leads back to how the chats were: changes, each for those that it concerns. */
export function reverse(chats: readonly ChatSummary[], { action }: BulkChange): { chats: ChatSummary[]; change: BulkChange }[] {
  const those = (wanted: (chat: ChatSummary) => boolean, change: BulkChange) => {
    const found = chats.filter(wanted);
    return found.length === 0 ? [] : [{ chats: found, change }];
  };
  switch (action) {
    case "read":
      return those(({ unreadCount }) => unreadCount > 0, { action: "unread" });
    case "unread":
      return those(({ unreadCount }) => unreadCount === 0, { action: "read" });
    case "take_over":
      return those(({ owner }) => owner !== "human", { action: "give_back" });
    case "give_back":
      return those(({ owner }) => owner === "human", { action: "take_over" });
    case "assign":
    case "unassign": {
      const byOperators = new Map<string, ChatSummary[]>();
      for (const chat of chats) {
        const key = JSON.stringify(chat.contact.operators);
        byOperators.set(key, [...(byOperators.get(key) ?? []), chat]);
      }
      return [...byOperators].map(([operators, group]) => ({
        chats: group,
        change: operators === "[]" ? { action: "unassign" } : { action: "assign", operators: JSON.parse(operators) as string[] },
      }));
    }
  }
}
