/** State that belongs in the address: filters, tabs, the open object. Empty values leave no trace. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export function useUrlState(key: string, fallback = ""): [string, (value: string | null) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const raw = search[key];
  const set = useCallback(
    (value: string | null) =>
      void navigate({
        to: ".",
        search: ((previous: Record<string, unknown>) => ({
          ...previous,
          [key]: value === null || value === "" || value === fallback ? undefined : plain(value),
        })) as never,
        replace: true,
      }),
    [navigate, key, fallback],
  );
  return [raw === undefined || raw === null ? fallback : String(raw), set];
}

/** The router writes texts that look like numbers in quotes; as a number it stands there as it is. */
function plain(value: string): string | number {
  const number = Number(value);
  return Number.isSafeInteger(number) && String(number) === value ? number : value;
}
