/** The one cache of what the API answered. */
import { QueryClient } from "@tanstack/react-query";

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

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => !isRefusal(error) && failures < 3,
    },
  },
});
