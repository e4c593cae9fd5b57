import { twilio } from "../../connectors/twilio/twilio.ts";
import type { TelephoneProvider } from "../../domain/telephony.ts";

/** Kind of the connections that can call. */
export const VOICE_KIND = "voice";
/** As calls remember it. */
export const PROVIDER = "twilio";

/** Who places the calls of connections of kind `voice`. */
export const telephone: TelephoneProvider = twilio;

/** Where the provider reaches us for a connection; `what` follows behind a slash. */
export function voiceHookUrl(publicUrl: string, connectionId: string, what: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `${publicUrl}/webhooks/twilio/${connectionId}/${what}${search === "" ? "" : `?${search}`}`;
}
