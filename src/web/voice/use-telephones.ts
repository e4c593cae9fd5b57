import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { useMay } from "../shell/use-me.ts";

/** Accounts with a number to call from; empty for people who may not see connections. */
export function useTelephones() {
  const may = useMay();
  const { data } = useQuery(api.connections.list.queryOptions({ enabled: may("integrations:read") }));
  return (data?.items ?? []).filter(({ kind, status }) => kind === "voice" && status !== "revoked");
}
