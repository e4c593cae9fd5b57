/** The signed-in person, and what they may do in the workspace whose address is open. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { mayDo, type Permission, seesOnlyAssigned } from "../../contract/roles.ts";
import { api } from "../api.ts";

export function useMe() {
  return useQuery(api.account.me.queryOptions({ staleTime: 60_000, retry: false }));
}

/** The workspace's part of the address: `/w/{slug}/…`. */
export function useWorkspaceSlug(): string {
  return useParams({ strict: false }).workspace ?? "";
}

export function useMembership() {
  const slug = useWorkspaceSlug();
  const me = useMe();
  return me.data?.memberships.find(({ workspace }) => workspace.slug === slug);
}

/** False for who sees only the contacts assigned to them: they neither import nor export. */
export function useSeesEveryone(): boolean {
  const role = useMembership()?.role;
  return role !== undefined && !seesOnlyAssigned(role);
}

/** Hides what the server would refuse; the server still has the last word. */
export function useMay(): (permission: Permission) => boolean {
  const role = useMembership()?.role;
  return (permission) => role !== undefined && mayDo(role, permission);
}
