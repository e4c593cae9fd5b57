import { inWorkspace } from "../api.ts";

/** Where a member of the workspace reads one of its files. */
export function mediaUrl(mediaId: string): string {
  return inWorkspace(`/api/v1/media/${mediaId}`);
}
