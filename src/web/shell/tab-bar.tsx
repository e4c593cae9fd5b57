/** The rail of a telephone: four areas, the rest behind "More". */
import { Drawer, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDeviceMobile, IconDots, IconSearch } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { BUILT_AREAS } from "./areas.tsx";
import { ChannelStates } from "./channel-states.tsx";
import { openPalette } from "./palette-store.ts";
import { usePhoneOffered, usePhoneOpen } from "./phone-open.ts";
import classes from "./shell.module.css";
import { useMay, useWorkspaceSlug } from "./use-me.ts";
import { UserMenu } from "./user-menu.tsx";
import { WorkspaceMenu } from "./workspace-menu.tsx";

const SHOWN = 4;

export function TabBar() {
  const { t } = useTranslation("shell");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const { pathname } = useLocation();
  const [opened, { open, close }] = useDisclosure();
  const [, setPhoneOpen] = usePhoneOpen();
  const phoneOffered = usePhoneOffered();
  useEffect(close, [pathname, close]);
  const allowed = BUILT_AREAS.filter((area) => may(area.permission));
  return (
    <nav className={classes.tabs} aria-label={t("navigation")}>
      {allowed.slice(0, SHOWN).map((area) => (
        <Link key={area.id} to={`/w/$workspace/${area.id}` as "/w/$workspace/chat"} params={{ workspace }} className={classes.tab}>
          <area.icon size={20} stroke={1.6} />
          <span>{t(`area.${area.id}`)}</span>
        </Link>
      ))}
      <UnstyledButton className={classes.tab} onClick={open} aria-haspopup="dialog" aria-expanded={opened}>
        <IconDots size={20} stroke={1.6} />
        <span>{t("more")}</span>
      </UnstyledButton>
      <Drawer opened={opened} onClose={close} position="bottom" size="80%" title={t("more")} radius="lg">
        <WorkspaceMenu compact={false} />
        <UnstyledButton className={classes.link} onClick={() => (close(), openPalette())}>
          <IconSearch size={18} stroke={1.6} />
          {t("palette.label")}
        </UnstyledButton>
        {allowed.slice(SHOWN).map((area) => (
          <Link
            key={area.id}
            to={`/w/$workspace/${area.id}` as "/w/$workspace/chat"}
            params={{ workspace }}
            className={classes.link}
            onClick={close}
          >
            <area.icon size={18} stroke={1.6} />
            {t(`area.${area.id}`)}
          </Link>
        ))}
        {phoneOffered && (
          <UnstyledButton className={classes.link} onClick={() => (close(), setPhoneOpen(true))}>
            <IconDeviceMobile size={18} stroke={1.6} />
            {t("phone.open")}
          </UnstyledButton>
        )}
        <ChannelStates compact={false} />
        <UserMenu compact={false} />
      </Drawer>
    </nav>
  );
}
