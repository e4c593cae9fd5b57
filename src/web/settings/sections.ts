/** The sections of the settings in their order, and what one must be allowed for each. */
import type { Permission } from "../../contract/roles.ts";

export const SETTINGS_SECTIONS: readonly { id: string; permission?: Permission }[] = [
  { id: "workspace", permission: "workspace:write" },
  { id: "hours", permission: "workspace:write" },
  { id: "channels", permission: "channels:read" },
  { id: "members", permission: "members:read" },
  { id: "tags", permission: "objects:read" },
  { id: "lists", permission: "objects:read" },
  { id: "fields", permission: "objects:read" },
  { id: "tickets", permission: "tickets:read" },
  { id: "voice", permission: "objects:read" },
  { id: "canned", permission: "chats:read" },
  { id: "keys", permission: "keys:read" },
  { id: "audit", permission: "workspace:write" },
  { id: "profile" },
];
