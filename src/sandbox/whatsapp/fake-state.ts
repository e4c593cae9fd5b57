import type { DeliveryStatus } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";

export interface AcceptedMessage {
  providerMessageId: string;
  phoneNumberId: string;
  /** `to` without "+", or the business-scoped user id. */
  to: string;
  /** The whole request. */
  body: JsonObject;
  callbackData?: string;
  /** Epoch ms. */
  at: number;
}

/** Every POST to /messages, also those that were refused or dropped. */
export interface Attempt {
  phoneNumberId: string;
  body: JsonObject;
  at: number;
  /** `accepted`, `accepted_unanswered` and `lost` (connection dropped after / before acceptance), or the HTTP status of a refusal. */
  outcome: "accepted" | "accepted_unanswered" | "lost" | number;
}

/**
 * What the next sends get instead of a normal answer: an error of Meta's, a bare HTTP status, `timeout` (accepted, then the
 * connection is dropped without an answer), `lost` (dropped without being accepted), or `ok`, which uses up its turn.
 */
export type PlannedAnswer = { error: number; details?: string; retryAfterSeconds?: number } | { http: number } | "timeout" | "lost" | "ok";

export interface FakeTemplate extends JsonObject {
  id: string;
  name: string;
  language: string;
  category: string;
  status: string;
}

export interface FakeMedia {
  bytes: Uint8Array;
  mimeType: string;
}

/** What the fake says about token, account and number; tests of the channel check change it. */
export interface FakeAccount {
  /** Only this token is accepted; undefined accepts any that is not empty. */
  accessToken?: string;
  /** In the envelope of the statuses that follow by themselves. */
  wabaId: string;
  appId: string;
  appSecret: string;
  scopes: string[];
  /** Epoch seconds, 0 = never. */
  tokenExpiresAt: number;
  tokenValid: boolean;
  subscribed: boolean;
  callbackUrl?: string;
  webhookFields: string[];
  /** Only these accounts exist; undefined = whichever is asked about. */
  wabaIds?: string[];
  /** Ids of the account's numbers; undefined = whichever is asked about. */
  phoneNumberIds?: string[];
  phoneNumber: JsonObject;
}

export interface FakeGraphOptions {
  /** 0 or left out: a free one. */
  port?: number;
  /** Called as soon as a message is accepted, before the answer is written. */
  onAccepted?: (message: AcceptedMessage) => void;
  /** Statuses that follow by themselves, in this order, through `deliver`. */
  statuses?: DeliveryStatus["status"][];
  /** Receives every webhook the fake makes, signed with the account's app secret. See `postWebhook`. */
  deliver?: (raw: string, signature: string) => void | Promise<void>;
  /** An automatic status could not be delivered. */
  onDeliveryError?: (error: unknown) => void;
  /** The account of a number, whose templates it sends; left out: there is one account. */
  wabaOf?: (phoneNumberId: string) => Promise<string | undefined>;
  /** What `status` a new template has: APPROVED at once, or PENDING until `reviewTemplate`. */
  templateReview?: "at_once" | "by_hand";
  /** Refuse unknown templates (132001) and media ids (131009) instead of accepting them. */
  strict?: boolean;
  /** Keep no bodies, only count: for load tests. */
  countOnly?: boolean;
  /** Epoch ms; a scenario's virtual clock. */
  now?: () => number;
  account?: Partial<FakeAccount>;
}

export interface FakeState {
  options: FakeGraphOptions;
  account: FakeAccount;
  accepted: AcceptedMessage[];
  acceptedCount: number;
  attempts: Attempt[];
  reads: { phoneNumberId: string; providerMessageId: string; typing: boolean }[];
  planned: { answer: PlannedAnswer; times: number }[];
  media: Map<string, FakeMedia>;
  /** By WABA id. */
  templates: Map<string, FakeTemplate[]>;
  uploads: Map<string, number>;
  nextId: number;
  /** Its own address, once it listens. */
  url: string;
}

export function createFakeState(options: FakeGraphOptions): FakeState {
  return {
    options,
    account: {
      wabaId: "102290129340398",
      appId: "1009880000000001",
      appSecret: "sandbox-app-secret",
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
      tokenExpiresAt: 0,
      tokenValid: true,
      subscribed: true,
      webhookFields: ["messages", "message_template_status_update", "template_category_update", "account_update", "user_preferences"],
      phoneNumber: {
        display_phone_number: "+1 555-010-0001",
        verified_name: "Sandbox",
        quality_rating: "GREEN",
        status: "CONNECTED",
        name_status: "APPROVED",
        throughput: { level: "STANDARD" },
        whatsapp_business_manager_messaging_limit: "TIER_UNLIMITED",
      },
      ...options.account,
    },
    accepted: [],
    acceptedCount: 0,
    attempts: [],
    reads: [],
    planned: [],
    media: new Map(),
    templates: new Map(),
    uploads: new Map(),
    nextId: 1_000_000_000_000_001,
    url: "",
  };
}

/** A new id as Graph gives them: digits. */
export function nextGraphId(state: FakeState): string {
  return String(state.nextId++);
}

export function nowOf(state: FakeState): number {
  return state.options.now?.() ?? Date.now();
}
