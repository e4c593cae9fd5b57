/** Triggers on messages may be limited to some of the workspace's numbers. */
import type { MessageEvent } from "./event.ts";

/** No channels named means all of them. */
export function channelMatches(channels: readonly string[], event: MessageEvent): boolean {
  return channels.length === 0 || channels.includes(event.channelId);
}
