import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { useMay } from "./use-me.ts";

/** How many chats wait to be read, for the badge on the rail. */
export function useUnreadChats(): number {
  const may = useMay();
  const { data } = useQuery(api.chats.counts.queryOptions({ enabled: may("chats:read") }));
  return data?.unread ?? 0;
}
