/** The order in which an outbound message's status may move. */
export const MESSAGE_STATUSES = ["queued", "sending", "unknown", "dropped", "sent", "failed", "delivered", "read"] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/**
 * Statuses arrive late and out of order: the greater one stays. `failed` is final unless the message turns out to have
 * been delivered or read.
 */
export function furtherStatus(a: MessageStatus, b: MessageStatus): MessageStatus {
  return MESSAGE_STATUSES.indexOf(b) > MESSAGE_STATUSES.indexOf(a) ? b : a;
}
