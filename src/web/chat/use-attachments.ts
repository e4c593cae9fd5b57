/** Files dropped, pasted or chosen: uploaded at once, sent with the message. */
import { useState } from "react";
import { client } from "../api.ts";
import { toastError } from "../shell/toast.ts";

export type AttachmentType = "image" | "video" | "audio" | "document";

export interface Attachment {
  key: number;
  name: string;
  mediaType: AttachmentType;
  /** Undefined while uploading. */
  mediaId?: string;
}

let nextKey = 0;

export function useAttachments() {
  const [items, setItems] = useState<readonly Attachment[]>([]);
  const remove = (key: number) => setItems((current) => current.filter((item) => item.key !== key));
  const add = (files: readonly File[]) => {
    for (const file of files) {
      const key = nextKey++;
      setItems((current) => [...current, { key, name: file.name, mediaType: attachmentType(file.type) }]);
      client.media.upload({ file }).then(
        ({ id }) => setItems((current) => current.map((item) => (item.key === key ? { ...item, mediaId: id } : item))),
        (error: unknown) => {
          toastError(error);
          remove(key);
        },
      );
    }
  };
  return {
    items,
    add,
    remove,
    clear: () => setItems([]),
    busy: items.some(({ mediaId }) => mediaId === undefined),
    ready: items.filter((item): item is Attachment & { mediaId: string } => item.mediaId !== undefined),
  };
}
export type Attachments = ReturnType<typeof useAttachments>;

/** What WhatsApp shows as a picture, film or sound; all else goes as a file. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types */
export function attachmentType(mimeType: string): AttachmentType {
  if (/^image\/(jpeg|png)$/.test(mimeType)) return "image";
  if (/^video\/(mp4|3gpp)$/.test(mimeType)) return "video";
  if (/^audio\/(aac|amr|mpeg|mp4|ogg)$/.test(mimeType)) return "audio";
  return "document";
}
