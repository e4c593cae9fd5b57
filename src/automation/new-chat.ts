import type { ChatState } from "./state.ts";

/** A chat in which nothing was written yet. */
export function newChat(id: string, channelId: string): ChatState {
  return {
    id,
    channelId,
    unread: false,
    lastInboundAt: null,
    windowExpiresAt: null,
    lastStatus: null,
    humanSince: null,
    ai: null,
  };
}
