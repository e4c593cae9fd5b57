/** Who may do what. Each procedure names one permission; roles and API keys are sets of them. */
import { ROLES, type Role } from "../domain/role.ts";

export { ROLES, type Role };

export const RESOURCES = [
  "workspace",
  "members",
  "channels",
  "contacts",
  /** Tags, lists, fields, segments, canned replies: what contacts are sorted by. */
  "objects",
  "templates",
  "automations",
  "runs",
  "chats",
  "tickets",
  "campaigns",
  "integrations",
  "keys",
  "reports",
] as const;
export type Resource = (typeof RESOURCES)[number];
export type Permission = `${Resource}:read` | `${Resource}:write`;

export const PERMISSIONS: readonly Permission[] = RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const);

const chatOperator: Permission[] = [
  ...(["workspace:read", "members:read", "channels:read", "objects:read", "templates:read", "automations:read", "runs:read"] as const),
  ...(["contacts:read", "contacts:write", "chats:read", "chats:write", "tickets:read", "tickets:write"] as const),
];

/** An operator sees only the chats, contacts, runs and tickets assigned to them; everyone else all of the workspace. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  administrator: PERMISSIONS,
  chat_manager: [...chatOperator, "objects:write", "runs:write", "campaigns:read", "reports:read"],
  chat_operator: chatOperator,
  developer: [
    ...(["workspace:read", "members:read", "channels:read", "channels:write", "objects:read", "objects:write"] as const),
    ...(["templates:read", "templates:write", "automations:read", "automations:write"] as const),
    ...(["integrations:read", "integrations:write", "keys:read", "keys:write"] as const),
  ],
};

export function seesOnlyAssigned(role: Role): boolean {
  return role === "chat_operator";
}

export function mayDo(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
}
