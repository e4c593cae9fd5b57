/** Sends people where they belong: first run, sign-in, or their last workspace. */
import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { api } from "../api.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { lastWorkspace } from "./last-workspace.ts";
import { NoWorkspace } from "./no-workspace.tsx";
import { useMe } from "./use-me.ts";

export function EntryPage() {
  const status = useQuery(api.setup.status.queryOptions());
  const me = useMe();
  if (status.error) return <ErrorState error={status.error} retry={() => void status.refetch()} />;
  if (status.data?.needsOwner) return <Navigate to="/setup" replace />;
  if (me.data) {
    const { memberships, active } = me.data;
    const last = lastWorkspace();
    const target = memberships.find(({ workspace }) => workspace.slug === last) ?? active ?? memberships[0];
    return target ? <Navigate to="/w/$workspace" params={{ workspace: target.workspace.slug }} replace /> : <NoWorkspace />;
  }
  if (me.error && status.data) {
    return (me.error as { status?: number }).status === 401 ? (
      <Navigate to="/sign-in" replace />
    ) : (
      <ErrorState error={me.error} retry={() => void me.refetch()} />
    );
  }
  return (
    <Center h="100%">
      <Loader aria-label="Parola" />
    </Center>
  );
}
