/** The rail at the left. It folds to icons where the page needs the room: on the canvas and in the chat of small laptops. */
import { ActionIcon, Badge, Kbd, Tooltip, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDeviceMobile, IconSearch } from "@tabler/icons-react";
import { Link, useMatchRoute } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { BUILT_AREAS } from "./areas.tsx";
import { ChannelStates } from "./channel-states.tsx";
import { openPalette } from "./palette-store.ts";
import { usePhoneOffered, usePhoneOpen } from "./phone-open.ts";
import classes from "./shell.module.css";
import { useMay, useWorkspaceSlug } from "./use-me.ts";
import { useUnreadChats } from "./use-unread-chats.ts";
import { UserMenu } from "./user-menu.tsx";
import { WorkspaceMenu } from "./workspace-menu.tsx";

export function Rail() {
  const { t } = useTranslation("shell");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const matchRoute = useMatchRoute();
  const onCanvas =
    Boolean(matchRoute({ to: "/w/$workspace/automations/$automationId" })) && !matchRoute({ to: "/w/$workspace/automations/gallery" });
  const small = useMediaQuery("(max-width: 1180px)");
  const compact = onCanvas || small;
  const [phoneOpen, setPhoneOpen] = usePhoneOpen();
  const phoneOffered = usePhoneOffered();
  const unread = useUnreadChats();

  return (
    <nav className={classes.rail} data-compact={compact || undefined} aria-label={t("navigation")}>
      <WorkspaceMenu compact={compact} />
      <Tooltip label={t("palette.open")} disabled={!compact} position="right">
        <UnstyledButton className={classes.link} onClick={openPalette} aria-label={t("palette.open")} aria-keyshortcuts="Meta+K Control+K">
          <IconSearch size={18} stroke={1.6} />
          {!compact && (
            <>
              {t("palette.label")}
              <Kbd size="xs" className={classes.count}>
                {isApple() ? "⌘K" : "Ctrl K"}
              </Kbd>
            </>
          )}
        </UnstyledButton>
      </Tooltip>
      <div style={{ height: 8 }} />
      {BUILT_AREAS.filter((area) => may(area.permission)).map((area) => (
        <Tooltip key={area.id} label={t(`area.${area.id}`)} disabled={!compact} position="right">
          <Link
            to={`/w/$workspace/${area.id}` as "/w/$workspace/chat"}
            params={{ workspace }}
            className={classes.link}
            aria-label={compact ? t(`area.${area.id}`) : undefined}
          >
            <area.icon size={18} stroke={1.6} />
            {!compact && t(`area.${area.id}`)}
            {!compact && area.id === "chat" && unread > 0 && (
              <Badge className={classes.count} size="sm" circle={unread < 10} aria-label={t("unread", { count: unread })}>
                {unread > 99 ? "99+" : unread}
              </Badge>
            )}
          </Link>
        </Tooltip>
      ))}
      <div className={classes.spacer} />
      <ChannelStates compact={compact} />
      {phoneOffered && (
        <Tooltip label={t("phone.hint")} position="right">
          {compact ? (
            <ActionIcon
              size={40}
              radius="md"
              aria-label={t("phone.open")}
              aria-pressed={phoneOpen}
              onClick={() => setPhoneOpen(!phoneOpen)}
            >
              <IconDeviceMobile size={18} stroke={1.6} />
            </ActionIcon>
          ) : (
            <UnstyledButton
              className={classes.link}
              aria-pressed={phoneOpen}
              data-active={phoneOpen}
              onClick={() => setPhoneOpen(!phoneOpen)}
            >
              <IconDeviceMobile size={18} stroke={1.6} />
              {t("phone.open")}
            </UnstyledButton>
          )}
        </Tooltip>
      )}
      <UserMenu compact={compact} />
    </nav>
  );
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}
