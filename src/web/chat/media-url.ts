/** Where a member of the workspace reads one of its files. */
export function mediaUrl(mediaId: string): string {
  return `/api/v1/media/${mediaId}`;
}
