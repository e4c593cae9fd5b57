/** Who else has this automation open. Asking says that one is here oneself; the server forgets that after a minute. */
import { useQuery } from "@tanstack/react-query";
import { client } from "../api.ts";
import { PRESENCE_KEY } from "../shell/event-queries.ts";
import { useMembership } from "../shell/use-me.ts";

const BEAT_MS = 25_000;

export interface Other {
  memberId: string;
  name: string;
}

export function useOthers(automationId: string): readonly Other[] {
  const self = useMembership()?.memberId;
  // Presence is a courtesy: without an answer the builder works as before.
  const { data } = useQuery({
    queryKey: [...PRESENCE_KEY, automationId],
    queryFn: () => client.account.presence({ automationId }),
    refetchInterval: BEAT_MS,
    staleTime: BEAT_MS,
  });
  return (
    data?.present
      .filter((member) => member.automationId === automationId && member.memberId !== self)
      .map(({ memberId, name }) => ({ memberId, name })) ?? []
  );
}
