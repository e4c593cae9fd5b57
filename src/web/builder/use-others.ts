/** Who else has this automation open. Says every half minute that this person is here; the server forgets after a minute. */
import { useEffect, useState } from "react";
import { client } from "../api.ts";

const BEAT_MS = 30_000;

export interface Other {
  memberId: string;
  name: string;
}

export function useOthers(automationId: string): readonly Other[] {
  const [others, setOthers] = useState<readonly Other[]>([]);
  useEffect(() => {
    let gone = false;
    let self: string | undefined;
    const beat = async () => {
      try {
        self ??= (await client.account.me()).active?.memberId;
        const { present } = await client.account.presence({ automationId });
        if (!gone)
          setOthers(
            present
              .filter((member) => member.automationId === automationId && member.memberId !== self)
              .map(({ memberId, name }) => ({ memberId, name })),
          );
      } catch {
        // Presence is a courtesy: without it the builder works as before.
      }
    };
    void beat();
    const timer = setInterval(() => void beat(), BEAT_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [automationId]);
  return others;
}
