/** What `/` shows whom it leads nowhere: signed in, but a member of nothing. */
import { lazy } from "react";

const NoWorkspace = lazy(() => import("./no-workspace.tsx").then((module) => ({ default: module.NoWorkspace })));

export function EntryPage() {
  return <NoWorkspace />;
}
