/** Sends people where they belong: first run, sign-in, or their last workspace. */
import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { lastWorkspace } from "./last-workspace.ts";
import { NoWorkspace } from "./no-workspace.tsx";
import { Redirect } from "./redirect.tsx";
import { useMe } from "./use-me.ts";

export function EntryPage() {
  const status = useQuery(api.setup.status.queryOptions());
  const me = useMe();
  if (status.error) return <ErrorState error={status.error} retry={() => void status.refetch()} />;
  if (status.data?.needsOwner) return <Redirect to="/setup" />;
  if (me.data) {
    const { memberships, active } = me.data;
    const last = lastWorkspace();
    const target = memberships.find(({ workspace }) => workspace.slug === last) ?? active ?? memberships[0];
    return target ? <Redirect to={`/w/${target.workspace.slug}`} /> : <NoWorkspace />;
  }
  if (me.error && status.data) {
    return (me.error as { status?: number }).status === 401 ? (
      <Redirect to="/sign-in" />
    ) : (
      <ErrorState error={me.error} retry={() => void me.refetch()} />
    );
  }
  return (
    <Center h="100%">
      <Loader role="status" aria-label="Parola" />
    </Center>
  );
}
