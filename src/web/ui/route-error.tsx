/** A page that threw, or could not ask what it needs first: says why and offers to try again. */
import { Center, Loader } from "@mantine/core";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ErrorState } from "./error-state.tsx";
import { isMissingFile, reloadOnce } from "./missing-files.ts";

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const missing = isMissingFile(error);
  const [waits, setWaits] = useState(missing);
  useEffect(() => {
    if (isMissingFile(error) && !reloadOnce(error)) setWaits(false);
  }, [error]);
  if (waits)
    return (
      <Center h="50%">
        <Loader size="sm" />
      </Center>
    );
  return (
    <ErrorState
      error={error}
      retry={() => {
        // A file that failed once is not asked for again by the page.
        if (missing) location.reload();
        reset();
        void router.invalidate();
      }}
    />
  );
}
