/** The one cache of what the API answered. */
import { QueryClient } from "@tanstack/react-query";

/** Answers below 500 will not change by asking again. */
function isRefusal(error: unknown): boolean {
  const status = (error as { status?: number }).status;
  return status !== undefined && status < 500;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => !isRefusal(error) && failures < 3,
    },
  },
});
