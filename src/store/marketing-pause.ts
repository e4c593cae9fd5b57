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

/** Quiet hours are others now: what waits for their end is looked at again, in the outboxes of all numbers and in campaigns. */
export async function releaseQuiet(client: pg.ClientBase, workspaceId: string, now: number): Promise<void> {
  await client.query({
    name: "release-quiet",
    text: `UPDATE outbox o SET due_at = $2 FROM message m
WHERE o.workspace_id = $1 AND o.state = 'held' AND o.due_at > $2 AND m.workspace_id = $1 AND m.id = o.message_id AND m.error = 'quiet_hours'`,
    values: [workspaceId, new Date(now)],
  });
  await client.query({
    name: "recall-postponed",
    text: `UPDATE campaign_recipient SET due_at = $2, postponed = false WHERE workspace_id = $1 AND state = 'pending' AND postponed AND due_at > $2
  AND campaign_id IN (SELECT id FROM campaign WHERE workspace_id = $1 AND state IN ('running', 'paused'))`,
    values: [workspaceId, new Date(now)],
  });
  await client.query({
    name: "forget-quiet-waits",
    text: "UPDATE campaign SET waits_for = NULL, waits_until = NULL WHERE workspace_id = $1 AND waits_for = 'quiet_hours'",
    values: [workspaceId],
  });
  await notifyWork(client, { sender: true, campaigns: true }, [{ w: workspaceId, t: "campaign.progress" }]);
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
