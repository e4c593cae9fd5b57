/** `/w/{slug}` itself shows nothing: operators go to the chat, a fresh workspace to its first automation. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { Redirect } from "./redirect.tsx";
import { useMay, useWorkspaceSlug } from "./use-me.ts";

export function WorkspaceHome() {
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const builder = may("automations:write");
  const automations = useQuery(api.automations.list.queryOptions({ input: {}, enabled: builder }));
  if (!builder) return <Redirect to={`/w/${workspace}/chat`} />;
  if (automations.isPending) return <></>;
  return automations.data?.items.length === 0 ? (
    <Redirect to={`/w/${workspace}/automations/gallery`} />
  ) : (
    <Redirect to={`/w/${workspace}/automations`} />
  );
}
