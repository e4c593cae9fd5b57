/** The areas of a workspace in the order of the rail, and what a person must be allowed for each. */
import {
  IconAddressBook,
  IconChartBar,
  IconMessages,
  IconPlug,
  IconRobot,
  IconSchema,
  IconSend,
  IconSettings,
  IconTemplate,
  IconTicket,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Permission } from "../../contract/roles.ts";

export interface Area {
  /** Last part of its address, and the key of its name in the texts. */
  id: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  permission: Permission;
  /** Letter of the "go to" keys: `g` then this. */
  key: string;
}

export const AREAS: readonly Area[] = [
  { id: "chat", icon: IconMessages, permission: "chats:read", key: "c" },
  { id: "contacts", icon: IconAddressBook, permission: "contacts:read", key: "p" },
  { id: "automations", icon: IconSchema, permission: "automations:read", key: "a" },
  { id: "campaigns", icon: IconSend, permission: "campaigns:read", key: "m" },
  { id: "templates", icon: IconTemplate, permission: "templates:read", key: "t" },
  { id: "tickets", icon: IconTicket, permission: "tickets:read", key: "k" },
  { id: "agents", icon: IconRobot, permission: "objects:read", key: "o" },
  { id: "integrations", icon: IconPlug, permission: "integrations:read", key: "i" },
  { id: "reports", icon: IconChartBar, permission: "reports:read", key: "r" },
  { id: "settings", icon: IconSettings, permission: "workspace:read", key: "s" },
];

/** Areas whose pages exist. The rail leaves the others out: no dead pages. */
const BUILT = new Set(Object.keys(import.meta.glob("../*/routes.tsx")).map((path) => path.split("/")[1]));

export const BUILT_AREAS = AREAS.filter((area) => BUILT.has(area.id));
