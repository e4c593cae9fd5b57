/** Loads the page of the browser's address before anything is drawn. */
import { router, whereEntryLeads } from "../router.tsx";

export async function arrive(): Promise<void> {
  const { history } = router;
  if (history.location.pathname === "/") {
    // A router follows no redirects before it is drawn, so this one is followed here. What fails is asked again, and told, by the page.
    const to = await whereEntryLeads().catch(() => undefined);
    if (to === undefined) return;
    if (to !== null) history.replace(to);
  }
  await router.load();
}
