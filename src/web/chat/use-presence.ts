/** Tells colleagues that this chat is open here, and who else has it open. */
import { useQuery } from "@tanstack/react-query";
import { client } from "../api.ts";
import { PRESENCE_KEY } from "../shell/event-queries.ts";
import { useMembership } from "../shell/use-me.ts";

/** The server forgets after a minute. */
const BEAT_MS = 25_000;

export function usePresence(chatId: string): string[] {
  const me = useMembership()?.memberId;
  const { data } = useQuery({
    queryKey: [...PRESENCE_KEY, chatId],
    queryFn: () => client.account.presence({ chatId }),
    refetchInterval: BEAT_MS,
    staleTime: BEAT_MS,
  });
  return data?.present.filter((person) => person.chatId === chatId && person.memberId !== me).map(({ name }) => name) ?? [];
}
