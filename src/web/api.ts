/** The API as the web app uses it: `client.automations.get({ id })` asks, `api.automations.get.queryOptions({ input: { id } })` goes through the cache. */
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { createApiClient } from "../contract/client.ts";
import { queryClient } from "./query-client.ts";

let workspaceId: string | null = null;

/** Every request names the workspace of the address shown, so that two tabs can look at two workspaces. */
export function enterWorkspace(id: string): void {
  if (workspaceId !== null && workspaceId !== id) queryClient.clear();
  workspaceId = id;
}

export function leaveWorkspace(): void {
  if (workspaceId !== null) queryClient.clear();
  workspaceId = null;
}

export const client = createApiClient({
  origin: location.origin,
  fetch: (request, init) => fetch(request, { ...init, credentials: "include" }),
  headers: (): Record<string, string> => (workspaceId === null ? {} : { "x-workspace": workspaceId }),
});

export const api = createTanstackQueryUtils(client);
