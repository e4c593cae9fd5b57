/**
 * WhatsApp's documented limits on what is sent, in characters unless said otherwise. The engine, the builder and the
 * connector share them, so that a message refused at sending is refused at publishing already.
 * Source: Cloud API reference, `POST /{phone-number-id}/messages` and "Media"; contracts README 1.6–1.8.
 */
export const WHATSAPP_LIMITS = {
  text: 4096,
  caption: 1024,
  /** Body of buttons, cta_url and call_permission_request. */
  interactiveText: 1024,
  listText: 4096,
  headerText: 60,
  footer: 60,
  buttons: 3,
  buttonTitle: 20,
  buttonId: 256,
  listButton: 20,
  listSections: 10,
  /** In all sections together. */
  listRows: 10,
  sectionTitle: 24,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
  ctaLabel: 20,
  url: 2000,
  contacts: 257,
  callbackData: 512,
  filename: 240,
  couponCode: 15,
  templateName: 512,
  templateBody: 1024,
  templateHeaderText: 60,
  templateFooter: 60,
  templateButtons: 10,
  templateButtonLabel: 25,
  templateUrlButtons: 2,
  templatePhoneButtons: 1,
  templateCopyCodeButtons: 1,
  templatePhoneNumber: 20,
} as const;

/** Bytes a file may have, by media type. An animated sticker may have five times as many as a static one. */
export const WHATSAPP_MEDIA_BYTES = {
  image: 5 * 1024 * 1024,
  video: 16 * 1024 * 1024,
  audio: 16 * 1024 * 1024,
  document: 100 * 1024 * 1024,
  sticker: 500 * 1024,
} as const;

/** Characters as people and Meta count them: an emoji outside the basic plane is one, not two. */
export function characterCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      count--;
      index++;
    }
  }
  return count;
}
