/** A relative time with the exact one on hover. Re-reads the clock every half minute while on screen. */
import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatExact, formatRelative } from "./format.ts";

export function RelativeTime({ at }: { at: string | number | Date }) {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Tooltip label={formatExact(at, i18n.language)}>
      <time dateTime={new Date(at).toISOString()}>{formatRelative(at, i18n.language, now)}</time>
    </Tooltip>
  );
}
