/** What a member is in a workspace; what each may do is in `src/contract/roles.ts`. */
export const ROLES = ["owner", "administrator", "chat_manager", "chat_operator", "developer"] as const;
export type Role = (typeof ROLES)[number];
