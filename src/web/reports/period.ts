import { useQuery } from "@tanstack/react-query";
import { type Period, resolvePeriod } from "../../domain/period.ts";
import { api } from "../api.ts";

/** Up to today on the workspace's clocks, as its numbers are counted; the reader's may show another day. */
export function lastDays(days: number, timeZone: string): Period {
  return resolvePeriod({}, Date.now(), timeZone, days);
}

interface LastDays {
  /** Undefined until the workspace's zone is known. */
  period: Period | undefined;
  error: Error | null;
  retry: () => void;
}

export function useLastDays(days: number): LastDays {
  const { data, error, refetch } = useQuery(api.workspaces.get.queryOptions());
  return { period: data && lastDays(days, data.settings.timeZone), error, retry: () => void refetch() };
}
