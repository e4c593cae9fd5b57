/** One's own account: look, language, security, signing out. */
import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun, IconUser } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../api.ts";
import { LANGUAGES, setLanguage } from "../i18n/i18n.ts";
import { languageName } from "./language-name.ts";
import classes from "./shell.module.css";
import { ShortcutsHelp } from "./shortcuts-help.tsx";
import { signOut } from "./sign-out.ts";
import { useMe, useWorkspaceSlug } from "./use-me.ts";

const SCHEMES = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

export function UserMenu({ compact }: { compact: boolean }) {
  const { t, i18n } = useTranslation("shell");
  const navigate = useNavigate();
  const workspace = useWorkspaceSlug();
  const user = useMe().data?.user;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [help, setHelp] = useState(false);
  return (
    <>
      <Menu position="top-start" width={240}>
        <Menu.Target>
          <UnstyledButton className={classes.link} aria-label={t("account", { name: user?.name ?? "" })}>
            <Avatar size={24} name={user?.name ?? ""} color="accent" aria-hidden />
            {!compact && <span style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>{user?.name}</span>}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{user?.email}</Menu.Label>
          <Menu.Item
            leftSection={<IconUser size={16} />}
            onClick={() => void navigate({ to: "/w/$workspace/settings/$section", params: { workspace, section: "profile" } })}
          >
            {t("profile")}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => setHelp(true)}>
            {t("shortcuts.title")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t("look.title")}</Menu.Label>
          {SCHEMES.map(({ value, icon: Icon }) => (
            <Menu.Item
              key={value}
              leftSection={<Icon size={16} />}
              rightSection={colorScheme === value ? <IconCheck size={16} aria-label={t("chosen")} /> : null}
              onClick={() => setColorScheme(value)}
              closeMenuOnClick={false}
            >
              {t(`look.${value}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t("language")}</Menu.Label>
          {LANGUAGES.map((code) => (
            <Menu.Item
              key={code}
              lang={code}
              rightSection={i18n.language === code ? <IconCheck size={16} aria-label={t("chosen")} /> : null}
              onClick={() => {
                setLanguage(code);
                void client.account.update({ locale: code });
              }}
            >
              {languageName(code)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            {t("signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ShortcutsHelp opened={help} onClose={() => setHelp(false)} />
    </>
  );
}
