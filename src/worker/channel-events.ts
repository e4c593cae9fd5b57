/** News from Meta about templates and numbers, applied to our objects. What changes nothing of ours is only kept. */
import type pg from "pg";
import type { ChannelEvent } from "../connectors/whatsapp/channel-event.ts";
import { notifyWork } from "../store/notify.ts";
import { type ClaimedChannelEvent, changeChannel, changeTemplate, limitText } from "../store/receipts.ts";

/** What Meta's words for a template's life mean for whether it can be sent. */
const TEMPLATE_STATUS: Record<string, string> = {
  approved: "approved",
  reinstated: "approved",
  unarchived: "approved",
  rejected: "rejected",
  pending: "pending",
  in_appeal: "in_appeal",
  paused: "paused",
  disabled: "disabled",
  archived: "archived",
  deleted: "deleted",
  pending_deletion: "pending_deletion",
  limit_exceeded: "limit_exceeded",
  locked: "locked",
};
/** Meta raises a number by itself to this many messages per second. */
const UPGRADED_THROUGHPUT = 1000;

export async function applyChannelEvent(
  client: pg.ClientBase,
  { workspaceId, channelId }: ClaimedChannelEvent,
  event: ChannelEvent,
  now: number,
): Promise<void> {
  switch (event.kind) {
    case "template_status": {
      const status = event.event === "paused" && event.reason === "unpause" ? "approved" : TEMPLATE_STATUS[event.event];
      const reason = [event.reason, event.explanation, event.recommendation].filter(Boolean).join(" — ") || null;
      const { name, language, templateId: providerId } = event;
      await changeTemplate(client, workspaceId, { name, language, providerId, ...(status !== undefined && { status, reason }) }, now);
      break;
    }
    case "template_category":
      if (!event.announced)
        await changeTemplate(
          client,
          workspaceId,
          { name: event.name, language: event.language, providerId: event.templateId, category: event.category },
          now,
        );
      break;
    case "template_quality":
      await changeTemplate(
        client,
        workspaceId,
        { name: event.name, language: event.language, providerId: event.templateId, quality: event.quality },
        now,
      );
      break;
    case "phone_quality":
      await changeChannel(
        client,
        workspaceId,
        channelId,
        {
          ...(event.messagingLimit !== undefined && { messagingLimit: limitText(event.messagingLimit) }),
          ...(event.event === "throughput_upgrade" && { throughput: UPGRADED_THROUGHPUT }),
          ...(event.event === "flagged" && { quality: "RED" }),
          ...(event.event === "unflagged" && { quality: "GREEN" }),
        },
        now,
      );
      break;
    case "account_update":
      if (event.sending === "stopped") {
        const stop = { reason: `account_${event.event}`, until: event.restrictedUntil ?? null };
        await changeChannel(client, workspaceId, channelId, { stop }, now);
      }
      if (event.sending === "restored") await changeChannel(client, workspaceId, channelId, { restore: true }, now);
      break;
    default:
      return;
  }
  await notifyWork(client, { sender: true, campaigns: true }, [
    { w: workspaceId, t: event.kind.startsWith("template") ? "template.changed" : "channel.changed", id: channelId },
  ]);
}
