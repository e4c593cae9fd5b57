/** Triggers on messages may be limited to some of the workspace's numbers. */
import type { MessageEvent } from "./event.ts";
import type { WorkspaceSnapshot } from "./state.ts";

/** `channels` are names or ids of numbers; none means all of them. */
export function channelMatches(channels: readonly string[], event: MessageEvent, workspace: WorkspaceSnapshot): boolean {
  if (channels.length === 0 || channels.includes(event.channelId)) return true;
  const channel = workspace.channels[event.channelId];
  return channel !== undefined && channels.includes(channel.name);
}
