import type { MediaReference } from "../../../domain/message-content.ts";

/** Where the browser gets a file: ours by id, or the public link it was sent with. Undefined until it is downloaded. */
export function mediaSource(reference: MediaReference): string | undefined {
  if (reference.mediaId) return `/api/v1/media/${reference.mediaId}`;
  return reference.url && /^https?:\/\//i.test(reference.url) ? reference.url : undefined;
}
