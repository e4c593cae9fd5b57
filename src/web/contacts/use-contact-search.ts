/** Which contacts are shown: words, filter, segment and order, all in the address. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { CONTACT_SORTS } from "../../contract/contacts.ts";
import type { Filter } from "../../contract/filter.ts";
import { api } from "../api.ts";

interface ContactsSearch {
  search?: string;
  filter?: Filter;
  segment?: string;
  sort?: (typeof CONTACT_SORTS)[number];
  order?: "asc" | "desc";
}

const PAGE = 100;

export function useContactSearch() {
  // Through unknown: the type of a recursive filter is more than the compiler compares.
  const params = useSearch({ strict: false }) as unknown as ContactsSearch;
  const navigate = useNavigate();
  const set = useCallback(
    (change: Partial<Record<keyof ContactsSearch, unknown>>) =>
      void navigate({ to: ".", search: ((previous: object) => ({ ...previous, ...change })) as never, replace: true }),
    [navigate],
  );
  const [words] = useDebouncedValue(params.search ?? "", 250);
  const filter = params.filter && usable(params.filter) ? params.filter : undefined;
  const input = {
    ...(filter && { filter }),
    ...(params.segment && { segmentId: params.segment }),
    ...(words && { search: words }),
    sort: params.sort ?? "created_at",
    order: params.order ?? "desc",
  } as const;
  const query = useInfiniteQuery(
    api.contacts.search.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, limit: PAGE, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const count = useQuery(api.contacts.count.queryOptions({ input, placeholderData: keepPreviousData }));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  return { params, set, input, query, items, count: count.data };
}

/** A filter with a rule that still lacks its value would find nothing: it waits until it is complete. */
export function usable(filter: Filter): boolean {
  if ("all" in filter) return filter.all.length > 0 && filter.all.every(usable);
  if ("any" in filter) return filter.any.length > 0 && filter.any.every(usable);
  if ("not" in filter) return usable(filter.not);
  const { value } = filter;
  return value === undefined || !(value === "" || (Array.isArray(value) && value.length === 0));
}
