/** Icons and addresses of what the search finds. */
import {
  IconAddressBook,
  IconDeviceMobile,
  IconFilter,
  IconForms,
  IconList,
  IconMessage,
  IconPlug,
  IconRobot,
  IconSchema,
  IconSpeakerphone,
  IconTag,
  IconTemplate,
  IconTicket,
  IconUser,
} from "@tabler/icons-react";
import type { SEARCH_KINDS } from "../../contract/reports.ts";

type Kind = (typeof SEARCH_KINDS)[number];

export const FOUND_ICONS: Record<Kind, typeof IconTag> = {
  contact: IconAddressBook,
  chat: IconMessage,
  automation: IconSchema,
  template: IconTemplate,
  ticket: IconTicket,
  tag: IconTag,
  list: IconList,
  field: IconForms,
  segment: IconFilter,
  member: IconUser,
  channel: IconDeviceMobile,
  campaign: IconSpeakerphone,
  agent: IconRobot,
  connection: IconPlug,
};

/** Address below the workspace. */
export function pathOfFound({ kind, id }: { kind: Kind; id: string }): string {
  const paths: Record<Kind, string> = {
    contact: `contacts/${id}`,
    chat: `chat/${id}`,
    automation: `automations/${id}`,
    template: `templates/${id}`,
    ticket: `tickets?ticket=${id}`,
    tag: "settings/tags",
    list: "settings/lists",
    field: "settings/fields",
    segment: `contacts?segment=${id}`,
    member: "settings/members",
    channel: "settings/channels",
    campaign: `campaigns/${id}`,
    agent: `agents/${id}`,
    connection: "integrations?tab=connections",
  };
  return paths[kind];
}
