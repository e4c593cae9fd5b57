import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";

/** What a status is called: an own one as its makers wrote it, the product's in the reader's language. */
export function useStatusLabel(): (name: string) => string {
  const { t } = useTranslation("tickets");
  const statuses = useQuery(api.tickets.statuses.queryOptions({ staleTime: 60_000 }));
  return (name) => statuses.data?.items.find((status) => status.name === name)?.label ?? t(`status.${name}`, { defaultValue: name });
}
