/** An icon for each type; a type without one gets its group's. */
import {
  IconAddressBook, IconAlarm, IconArrowsSplit, IconArrowUpRight, IconBolt, IconBrandPaypal, IconBrandZapier, IconBuildingStore, IconCalendarEvent,
  IconClock, IconForms, IconGitBranch, IconLink, IconListCheck, IconListDetails, IconMail, IconMailOpened, IconMessage,
  IconMessageReply, IconMoonStars, IconNote, IconPhone, IconPlayerPlay, IconPlayerStop, IconPlugConnected, IconPointer, IconRobot, IconShieldCheck,
  IconTag, IconTagOff, IconTicket, IconUserMinus, IconUserPlus, IconUsers, IconWebhook, IconBeach, IconBan, IconLockOpen, IconListTree,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { HueGroup } from "../ui/hue.ts";

type Icon = ComponentType<{ size?: number | string; stroke?: number | string }>;

const TYPE_ICONS: Record<string, Icon> = {
  customer_message: IconMessage,
  button: IconPointer,
  integration: IconPlugConnected,
  shop: IconBuildingStore,
  list: IconListDetails,
  date_condition: IconCalendarEvent,
  non_working_hours: IconMoonStars,
  holidays: IconBeach,
  ticket: IconTicket,
  voice: IconPhone,
  send_message: IconMessage,
  voice_call: IconPhone,
  add_note: IconNote,
  mark_unread: IconMailOpened,
  customer_response: IconMessageReply,
  delay: IconClock,
  if_else: IconArrowsSplit,
  branch: IconGitBranch,
  go_to: IconArrowUpRight,
  start_automation: IconPlayerPlay,
  stop_automations: IconPlayerStop,
  add_tag: IconTag,
  remove_tag: IconTagOff,
  add_to_list: IconListCheck,
  remove_from_list: IconListTree,
  fill_field: IconForms,
  marketing_consent: IconShieldCheck,
  block_contact: IconBan,
  unblock_contact: IconLockOpen,
  add_operators: IconUserPlus,
  remove_operators: IconUserMinus,
  ai_operator: IconRobot,
  open_ticket: IconTicket,
  update_ticket: IconTicket,
  send_webhook: IconWebhook,
  zapier: IconBrandZapier,
  make: IconLink,
  emailchef: IconMail,
  activecampaign: IconMail,
  paypal: IconBrandPaypal,
};

const GROUP_ICONS: Record<HueGroup, Icon> = {
  trigger: IconBolt,
  message: IconMessage,
  wait: IconAlarm,
  logic: IconGitBranch,
  contact: IconAddressBook,
  people: IconUsers,
  integration: IconPlugConnected,
};

export function iconOf(type: string, group: HueGroup): Icon {
  return TYPE_ICONS[type] ?? GROUP_ICONS[group];
}
