/** Leads to another address, once: the router's own component would go again on every render until the next page is loaded. */
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** `to` may carry a query; later changes of it do not count. */
export function Redirect({ to }: { to: string }) {
  const router = useRouter();
  const first = useRef(to);
  useEffect(() => router.history.replace(first.current), [router]);
  return null;
}
