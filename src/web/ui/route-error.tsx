/** A page that threw, or could not ask what it needs first: says why and offers to try again. */
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ErrorState } from "./error-state.tsx";

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorState
      error={error}
      retry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
