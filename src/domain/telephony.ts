/** What the product needs of a telephone company; `connectors/twilio` is one. */
import type { Connection, ConnectionHealth } from "./connection.ts";
import type { OutgoingHttp } from "./outgoing-http.ts";

export interface CallOrder {
  /** E.164. */
  to: string;
  /** Asked what to say once somebody answers. */
  answerUrl: string;
  /** Told how the call goes. */
  statusUrl: string;
  /** Seconds. */
  ringFor: number;
  maxDuration: number;
  /** Wait for the beep of a machine, only tell machines from people, or neither. */
  machine: "beep" | "detect";
}

export type Placed =
  | { kind: "placed"; providerId: string }
  /** For good. */
  | { kind: "refused"; code: string; detail: string }
  /** Surely not placed, and worth another try. */
  | { kind: "later"; code: string; detail: string; afterMs?: number }
  /** No answer that says so: it may be ringing now. */
  | { kind: "unknown"; code: string; detail: string };

export const CALL_STATES = ["queued", "ringing", "in_progress", "completed", "busy", "no_answer", "canceled", "failed"] as const;
export type ProviderCallState = (typeof CALL_STATES)[number];

/** What the provider tells of a call. */
export interface CallNews {
  providerId: string;
  state: ProviderCallState;
  /** Place in the order of events where the provider numbers them: news may overtake each other. */
  sequence?: number;
  answeredBy?: "human" | "machine";
  /** Seconds. */
  duration?: number;
  /** The provider's or the network's code of a failure. */
  code?: string;
}

export interface FoundCall extends CallNews {
  /** E.164. */
  to: string;
}

/** What the customer hears next, and where their answer goes. */
export interface CallPage {
  language: string;
  voice?: string | undefined;
  say: string[];
  listen?: { url: string; input: "digits" | "speech" | "both"; digits?: number; hints?: string[]; timeout: number };
  /** Ends without having been answered, which costs the caller nothing. */
  reject?: boolean;
}

/** What the customer answered. */
export interface Heard {
  digits?: string;
  speech?: string;
}

/** What was posted to us about a call. */
export interface CallPost {
  news: CallNews;
  heard: Heard;
  from: string;
  to: string;
}

export interface TelephoneAccount {
  http: OutgoingHttp;
  connection: Connection;
  now: number;
}

export interface TelephoneProvider {
  placeCall(account: TelephoneAccount, order: CallOrder): Promise<Placed>;
  /** Calls to a number since an instant, newest first; null where the provider does not answer. */
  findCalls(account: TelephoneAccount, query: { to: string; since: number }): Promise<FoundCall[] | null>;
  readCall(account: TelephoneAccount, providerId: string): Promise<FoundCall | null>;
  /** Ends a call that nobody has taken yet; one that is being held goes on. */
  giveUp(account: TelephoneAccount, providerId: string): Promise<boolean>;
  /** @param url as the provider called it, with the query */
  isGenuine(connection: Connection, url: string, body: string, signature: string | undefined): boolean;
  /** Null where the form names no call. */
  readPost(body: string): CallPost | null;
  writePage(page: CallPage): { type: string; body: string };
  check(account: TelephoneAccount, webhookUrl: string): Promise<ConnectionHealth>;
}
