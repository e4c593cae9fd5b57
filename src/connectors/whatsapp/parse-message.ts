import type { InboundMessage, MessageReferral, ProviderIdentity } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseContent } from "./parse-content.ts";
import { asObject, asText, compact } from "./raw-json.ts";

/** Fields of a message that the domain type carries in fields of its own; anything else goes to `extra`. */
const KNOWN_FIELDS = new Set([
  "from",
  "from_user_id",
  "from_parent_user_id",
  "id",
  "timestamp",
  "type",
  "context",
  "referral",
  "group_id",
  "errors",
  "unsupported",
]);

/**
 * A message item's body as the product's own inbound message. Accepts every type of Meta's table; what it does not
 * understand becomes content `unsupported` with the raw message inside. Never throws.
 *
 * @param sentAt the item's `occurredAt`, epoch ms.
 */
export function parseMessage(body: JsonObject, sentAt: number): InboundMessage {
  const message = asObject(body.message) ?? {};
  const context = asObject(message.context);
  const content = parseContent(message, body.errors);
  return compact({
    providerMessageId: asText(message.id) ?? "",
    from: parseIdentity(message.from, message.from_user_id, asObject(body.contact)),
    sentAt,
    content,
    contextProviderMessageId: asText(context?.id),
    referredProduct: parseReferredProduct(asObject(context?.referred_product)),
    referral: parseReferral(asObject(message.referral)),
    groupId: asText(message.group_id),
    extra: content.type === "unsupported" ? undefined : parseExtra(message, context),
  });
}

/** Who a message is from or a fact is about, from the message's own fields and the matching entry of `contacts[]`. */
export function parseIdentity(waId: unknown, userId: unknown, contact: JsonObject | undefined): ProviderIdentity {
  const profile = asObject(contact?.profile);
  return compact({
    waId: asText(waId) ?? asText(contact?.wa_id),
    userId: asText(userId) ?? asText(contact?.user_id),
    parentUserId: asText(contact?.parent_user_id),
    username: asText(profile?.username),
    profileName: asText(profile?.name),
  });
}

function parseReferredProduct(product: JsonObject | undefined): InboundMessage["referredProduct"] {
  const [catalogId, sku] = [asText(product?.catalog_id), asText(product?.product_retailer_id)];
  return catalogId === undefined || sku === undefined ? undefined : { catalogId, sku };
}

function parseReferral(referral: JsonObject | undefined): MessageReferral | undefined {
  if (referral === undefined) return undefined;
  return compact({
    sourceUrl: asText(referral.source_url),
    sourceId: asText(referral.source_id),
    sourceType: asText(referral.source_type),
    headline: asText(referral.headline),
    body: asText(referral.body),
    ctwaClid: asText(referral.ctwa_clid),
  });
}

/** What Meta said beyond the fields above, so that a new field of theirs is stored from the day it appears. */
function parseExtra(message: JsonObject, context: JsonObject | undefined): JsonObject | undefined {
  const extra: JsonObject = {};
  for (const [key, value] of Object.entries(message)) if (!KNOWN_FIELDS.has(key) && key !== message.type) extra[key] = value;
  if (context?.forwarded === true) extra.forwarded = true;
  if (context?.frequently_forwarded === true) extra.frequently_forwarded = true;
  return Object.keys(extra).length > 0 ? extra : undefined;
}
