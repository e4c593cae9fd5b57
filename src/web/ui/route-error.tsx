/** A page that threw: says why and offers to try again. */
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "./error-state.tsx";

export function RouteError({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} retry={reset} />;
}
