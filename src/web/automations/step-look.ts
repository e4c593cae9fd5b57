/** Icon and hue of a step type where no canvas is: previews and timelines. */
import {
  IconAdjustments,
  IconArrowsSplit2,
  IconBan,
  IconClock,
  IconForms,
  IconGitBranch,
  IconList,
  IconMessage,
  IconMessageQuestion,
  IconPlug,
  IconRobot,
  IconSchema,
  IconTag,
  IconTicket,
  IconUser,
} from "@tabler/icons-react";
import type { HueGroup } from "../ui/hue.ts";

interface Look {
  icon: typeof IconTag;
  group: HueGroup;
}

const LOOKS: readonly (readonly [RegExp, Look])[] = [
  [/^customer_response$/, { icon: IconMessageQuestion, group: "wait" }],
  [/^delay$/, { icon: IconClock, group: "wait" }],
  [/^send_message$|^voice_call$/, { icon: IconMessage, group: "message" }],
  [/^if_else$/, { icon: IconGitBranch, group: "logic" }],
  [/^branch$|^go_to$/, { icon: IconArrowsSplit2, group: "logic" }],
  [/automation/, { icon: IconSchema, group: "logic" }],
  [/tag$/, { icon: IconTag, group: "contact" }],
  [/list$/, { icon: IconList, group: "contact" }],
  [/block_contact$/, { icon: IconBan, group: "contact" }],
  [/^fill_field$/, { icon: IconForms, group: "contact" }],
  [/^marketing_consent$/, { icon: IconAdjustments, group: "contact" }],
  [/operators$|^add_note$|^mark_unread$/, { icon: IconUser, group: "people" }],
  [/ticket$/, { icon: IconTicket, group: "people" }],
  [/^ai_operator$/, { icon: IconRobot, group: "people" }],
];

export function stepLook(type: string): Look {
  return LOOKS.find(([pattern]) => pattern.test(type))?.[1] ?? { icon: IconPlug, group: "integration" };
}
