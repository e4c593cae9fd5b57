/** The API as the web app uses it: `client.automations.get({ id })` asks, `api.automations.get.queryOptions({ input: { id } })` goes through the cache. */
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { createApiClient } from "../contract/client.ts";
import { queryClient } from "./query-client.ts";

let workspaceId: string | null = null;

/** Every request names the workspace of the address shown, so that two tabs can look at two workspaces. */
export function enterWorkspace(id: string): void {
  if (workspaceId !== null && workspaceId !== id) forgetWorkspace();
  workspaceId = id;
}

/** Who is signed in stays: it belongs to no workspace. */
function forgetWorkspace(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => (queryKey[0] as string[])[0] !== "account" });
}

/** For what the browser asks by itself, as pictures: where no header can be, the address says the workspace. */
export function inWorkspace(path: string): string {
  return workspaceId === null ? path : `${path}?workspace=${workspaceId}`;
}

const connection = {
  // Pure parts that import forms are tested without a browser.
  origin: globalThis.location?.origin ?? "",
  fetch: (request: Request, init: RequestInit) => fetch(request, { ...init, credentials: "include" }),
};
const headers = (): Record<string, string> => (workspaceId === null ? {} : { "x-workspace": workspaceId });

export const client = createApiClient({ ...connection, headers });

/** For what must not happen twice: the server gives a repeated key its first answer again. */
export function clientWithKey(key: string) {
  return createApiClient({ ...connection, headers: () => ({ ...headers(), "idempotency-key": key }) });
}

export const api = createTanstackQueryUtils(client);
