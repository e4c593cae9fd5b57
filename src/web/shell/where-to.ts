/** Where `/` leads: first run, sign-in, or one's last workspace. */
import { api } from "../api.ts";
import { queryClient } from "../query-client.ts";
import { lastWorkspace } from "./last-workspace.ts";

/** Nothing is on the screen yet: who cannot be asked must be told soon. */
const RETRIES = 1;

/**
 * A path; null for those who are signed in and belong to no workspace.
 *
 * @param loadSetup loads the pages of people who are not signed in
 * @throws what the API refused
 */
export async function whereTo(loadSetup: () => Promise<unknown>): Promise<string | null> {
  const last = lastWorkspace();
  // Who never was in a workspace here will sign in or set up: that page is on its way while the server is asked.
  if (last === null) loadSetup().catch(() => undefined);
  const { needsOwner, signedIn } = await queryClient.fetchQuery(api.setup.status.queryOptions({ retry: RETRIES }));
  if (needsOwner) return "/setup";
  if (!signedIn) return "/sign-in";
  const { memberships, active } = await queryClient.fetchQuery(api.account.me.queryOptions({ retry: RETRIES }));
  const target = memberships.find(({ workspace }) => workspace.slug === last) ?? active ?? memberships[0];
  return target ? `/w/${target.workspace.slug}` : null;
}
