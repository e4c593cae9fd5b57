/** The API as a signed-in person uses it, from outside the browser. */
import { type ApiClient, createApiClient } from "../src/contract/client.ts";

/** `workspace` is an id or a slug. */
export function clientOf(origin: string, cookie: string, workspace?: string): ApiClient {
  return createApiClient({
    origin,
    fetch: (request, init) => fetch(request, init),
    headers: () => ({ cookie, origin, ...(workspace && { "x-workspace": workspace }) }),
  });
}
