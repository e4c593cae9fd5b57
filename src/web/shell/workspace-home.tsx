/** `/w/{slug}` itself shows nothing: operators go to the chat, a fresh workspace to its first automation. */
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { api } from "../api.ts";
import { useMay, useWorkspaceSlug } from "./use-me.ts";

export function WorkspaceHome() {
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const builder = may("automations:write");
  const automations = useQuery(api.automations.list.queryOptions({ input: {}, enabled: builder }));
  if (!builder) return <Navigate to="/w/$workspace/chat" params={{ workspace }} replace />;
  if (automations.isPending) return <></>;
  return automations.data?.items.length === 0 ? (
    <Navigate to="/w/$workspace/automations/gallery" params={{ workspace }} replace />
  ) : (
    <Navigate to="/w/$workspace/automations" params={{ workspace }} replace />
  );
}
