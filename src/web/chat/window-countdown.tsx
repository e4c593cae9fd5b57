/** How long free messages may still be sent. Red in the last hour. */
import { Tooltip } from "@mantine/core";
import { IconClock, IconClockOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "../shell/state-badge.tsx";
import { formatExact } from "../ui/format.ts";
import classes from "./chat.module.css";
import { useNow } from "./use-now.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function WindowCountdown({ chat }: { chat: { windowExpiresAt: string | null } }) {
  const { t, i18n } = useTranslation("chat");
  const now = useNow(30_000);
  const left = chat.windowExpiresAt ? new Date(chat.windowExpiresAt).getTime() - now : 0;
  if (left <= 0) {
    return (
      <Tooltip label={t("windowClosedHint")} multiline maw={260}>
        <StateBadge tone="neutral" leftSection={<IconClockOff size={12} />} tabIndex={0}>
          {t("windowClosed")}
        </StateBadge>
      </Tooltip>
    );
  }
  const hours = Math.floor(left / HOUR_MS);
  const minutes = Math.floor((left % HOUR_MS) / MINUTE_MS);
  return (
    <Tooltip label={t("windowOpenHint", { until: formatExact(chat.windowExpiresAt ?? 0, i18n.language) })} multiline maw={260}>
      <StateBadge tone={hours === 0 ? "bad" : "good"} leftSection={<IconClock size={12} />} tabIndex={0}>
        {hours > 0 ? (
          <>
            {t("hours", { hours })}
            <span className={classes.wideOnly}> {t("minutes", { minutes })}</span>
          </>
        ) : (
          t("minutes", { minutes: Math.max(minutes, 1) })
        )}
      </StateBadge>
    </Tooltip>
  );
}
