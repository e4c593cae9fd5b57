/** Marketing that waits over a number: who lets it go on, and who is told that it waits. */
import type pg from "pg";
import { notifyWork } from "./notify.ts";

/** What is held over the number is looked at again now; what may still not leave is held again. Wakes who sends and who feeds campaigns. */
export async function releaseHeld(client: pg.ClientBase, workspaceId: string, channelId: string, now: number): Promise<void> {
  await client.query({
    name: "release-held",
    text: "UPDATE outbox SET due_at = $3 WHERE workspace_id = $1 AND channel_id = $2 AND state = 'held' AND due_at > $3",
    values: [workspaceId, channelId, new Date(now)],
  });
  await notifyWork(client, { sender: true, campaigns: true }, [
    { w: workspaceId, t: "channel.changed", id: channelId },
    { w: workspaceId, t: "campaign.progress" },
  ]);
}

/** A person takes the responsibility: marketing goes on until the number's quality falls again. Returns false where it is not paused. */
export async function resumeMarketing(client: pg.ClientBase, workspaceId: string, channelId: string, now: number): Promise<boolean> {
  const { rowCount } = await client.query(
    "UPDATE channel SET marketing_paused_at = NULL WHERE workspace_id = $1 AND id = $2 AND marketing_paused_at IS NOT NULL",
    [workspaceId, channelId],
  );
  if ((rowCount ?? 0) === 0) return false;
  await releaseHeld(client, workspaceId, channelId, now);
  return true;
}
