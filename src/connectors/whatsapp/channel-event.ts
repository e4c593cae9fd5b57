/** What Meta tells about an account, a number or a template. Closed: a consumer's switch over `kind` is checked. */
import type { JsonObject } from "../../domain/json.ts";

interface TemplateReference {
  /** Always text: Meta sends an integer that can exceed 2^53. */
  templateId: string;
  name: string;
  /** As the send API spells it, `en_US`. */
  language: string;
}

export interface TemplateStatusEvent extends TemplateReference {
  kind: "template_status";
  /** APPROVED, REJECTED, PAUSED, DISABLED, FLAGGED, REINSTATED, … in lower case. */
  event: string;
  category?: string;
  /** Why it was refused or disabled, in lower case; absent for Meta's `NONE`. */
  reason?: string;
  /** The reviewer's sentence and advice, the date of disabling, or which pause it is. */
  explanation?: string;
  recommendation?: string;
}
export interface TemplateCategoryEvent extends TemplateReference {
  kind: "template_category";
  previousCategory?: string;
  /** In force now; with `announced` only from a later date. */
  category: string;
  announced: boolean;
}
export interface TemplateQualityEvent extends TemplateReference {
  kind: "template_quality";
  previousQuality?: string;
  quality: string;
}
/** The texts changed: read the template anew. */
export interface TemplateComponentsEvent extends TemplateReference {
  kind: "template_components";
  body?: string;
  header?: string;
  footer?: string;
}
export interface PhoneQualityEvent {
  kind: "phone_quality";
  displayPhoneNumber?: string;
  event: string;
  /** Unique people a day outside a service window; null = unlimited; absent = not told. */
  messagingLimit?: number | null;
}
export interface PhoneNameEvent {
  kind: "phone_name";
  displayPhoneNumber?: string;
  decision: string;
  requestedName?: string;
  reason?: string;
}
export interface SecurityEvent {
  kind: "security";
  displayPhoneNumber?: string;
  event: string;
}
export interface AccountUpdateEvent {
  kind: "account_update";
  event: string;
  /** Whether sending is now impossible, restricted, or possible again; absent where the event says nothing about it. */
  sending?: "stopped" | "restricted" | "restored";
  /** Epoch ms at which the last restriction ends. */
  restrictedUntil?: number;
  details: JsonObject;
}
export interface AccountAlertEvent {
  kind: "account_alert";
  severity: string;
  active: boolean;
  alertType: string;
  description?: string;
  entityType?: string;
  entityId?: string;
}
export interface AccountReviewEvent {
  kind: "account_review";
  decision: string;
}
export interface CapabilityEvent {
  kind: "capability";
  details: JsonObject;
}
/** A known field that changes nothing for us, or one whose value has an unexpected shape. */
export interface OtherChannelEvent {
  kind: "other";
  field: string;
  details: JsonObject;
}

export type ChannelEvent =
  | TemplateStatusEvent
  | TemplateCategoryEvent
  | TemplateQualityEvent
  | TemplateComponentsEvent
  | PhoneQualityEvent
  | PhoneNameEvent
  | SecurityEvent
  | AccountUpdateEvent
  | AccountAlertEvent
  | AccountReviewEvent
  | CapabilityEvent
  | OtherChannelEvent;
