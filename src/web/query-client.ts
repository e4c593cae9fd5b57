/** The one cache of what the API answered. */
import { type InvalidateOptions, type InvalidateQueryFilters, QueryClient, type QueryKey } from "@tanstack/react-query";

/** Answers below 500 will not change by asking again. */
function isRefusal(error: unknown): boolean {
  const status = (error as { status?: number } | null)?.status;
  return status !== undefined && status < 500;
}

/**
 * What keeps an answer from being shown: that none ever came, or that what was asked is refused. One that is lost on its way, as while the
 * server starts again, leaves standing what is there, and what somebody is writing in it.
 */
export function blockingError({ error, data }: { error: Error | null; data: unknown }): Error | null {
  return data === undefined || isRefusal(error) ? error : null;
}

/**
 * What is asked for the first time while something changes may be answered with how it was before. The library waits for that answer and
 * takes it for a new one; here it is asked once more.
 */
class FreshQueryClient extends QueryClient {
  override async invalidateQueries<K extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<K>,
    options?: InvalidateOptions,
  ): Promise<void> {
    const unanswered = new Set(
      this.getQueryCache()
        .findAll(filters)
        .filter((query) => query.state.fetchStatus === "fetching" && query.state.data === undefined),
    );
    await super.invalidateQueries(filters, options);
    if (unanswered.size === 0) return;
    await this.refetchQueries({ type: "active", predicate: (query) => unanswered.has(query) }, { ...options, cancelRefetch: false });
  }
}

export const queryClient = new FreshQueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => !isRefusal(error) && failures < 3,
    },
  },
});
