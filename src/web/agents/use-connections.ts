import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { useMay } from "../shell/use-me.ts";

/** Connections to models. Whoever may not read connections sees none. */
export function useModelConnections() {
  const may = useMay();
  return useQuery(
    api.connections.list.queryOptions({
      enabled: may("integrations:read"),
      select: ({ items }) => items.filter(({ kind }) => kind === "ai"),
    }),
  );
}

/** Accounts that a tool's calls may carry. */
export function useHttpConnections() {
  const may = useMay();
  return useQuery(
    api.connections.list.queryOptions({
      enabled: may("integrations:read"),
      select: ({ items }) => items.filter(({ kind }) => kind === "http"),
    }),
  );
}
