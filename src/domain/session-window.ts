/**
 * WhatsApp's windows for free-form messages.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages#customer-service-windows
 */
import { HOUR_MS } from "./civil-date.ts";

/** After each message of the customer the business may write freely for this long. */
export const WINDOW_MS = 24 * HOUR_MS;

/** After a conversation from an ad or a page button, messages are free of charge this long; free-form ones still need the 24-hour window. */
export const ENTRY_POINT_WINDOW_MS = 72 * HOUR_MS;

/** Whether free-form messages may be sent. Exactly 24 hours after the last inbound message the window is closed. */
export function windowOpen(lastInboundAt: number | null, now: number): boolean {
  return lastInboundAt !== null && now < lastInboundAt + WINDOW_MS;
}

/** When the window closes; null when it is closed already or never was open. */
export function windowClosesAt(lastInboundAt: number | null, now: number): number | null {
  return lastInboundAt !== null && windowOpen(lastInboundAt, now) ? lastInboundAt + WINDOW_MS : null;
}

/** Whether messages are free of charge after an entry from an ad or a page button. */
export function entryPointWindowOpen(enteredAt: number | null, now: number): boolean {
  return enteredAt !== null && now < enteredAt + ENTRY_POINT_WINDOW_MS;
}
