import type { TelephoneProvider } from "../../domain/telephony.ts";
import { findCalls, giveUp, placeCall, readCall } from "./calls.ts";
import { checkAccount } from "./check-account.ts";
import { isGenuine, readPost } from "./news.ts";
import { writePage } from "./twiml.ts";

/** Source: twilio/twilio-oai, twilio_api_v2010, and Twilio's pages on TwiML and on webhook security. */
export const twilio: TelephoneProvider = { placeCall, findCalls, readCall, giveUp, isGenuine, readPost, writePage, check: checkAccount };
