/** ⌘K: finds every object by name, goes to every page, does the common things. */
import "@mantine/spotlight/styles.layer.css";
import { useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconDeviceMobile, IconLanguage, IconLogout, IconMoon, IconPlus, IconSearch, IconSun, IconUpload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { LANGUAGES, setLanguage } from "../i18n/i18n.ts";
import { BUILT_AREAS } from "./areas.tsx";
import { FOUND_ICONS, pathOfFound } from "./found-object.ts";
import { languageName } from "./language-name.ts";
import { paletteStore } from "./palette-store.ts";
import { usePhoneOpen } from "./phone-open.ts";
import { signOut } from "./sign-out.ts";
import { useMay, useWorkspaceSlug } from "./use-me.ts";

interface Command {
  id: string;
  label: string;
  icon: ReactNode;
  run: () => void;
}

export function Palette() {
  const { t, i18n } = useTranslation("shell");
  const [query, setQuery] = useState("");
  const [search] = useDebouncedValue(query.trim(), 150);
  const found = useQuery(
    api.search.everything.queryOptions({ input: { q: search }, enabled: search !== "", placeholderData: keepPreviousData }),
  );
  const navigate = useNavigate();
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const [, setPhoneOpen] = usePhoneOpen();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = (path: string) => void navigate({ to: `/w/${workspace}/${path}` });
  const other = LANGUAGES.find((code) => code !== i18n.language);

  const pages: Command[] = BUILT_AREAS.filter((area) => may(area.permission)).map((area) => ({
    id: area.id,
    label: t("palette.goTo", { area: t(`area.${area.id}`) }),
    icon: <area.icon size={18} stroke={1.6} />,
    run: () => go(area.id),
  }));
  const actions: Command[] = [
    ...(may("automations:write")
      ? [{ id: "new-automation", label: t("palette.newAutomation"), icon: <IconPlus size={18} />, run: () => go("automations/gallery") }]
      : []),
    ...(may("contacts:write")
      ? [{ id: "import", label: t("palette.importContacts"), icon: <IconUpload size={18} />, run: () => go("contacts/import") }]
      : []),
    ...(may("channels:write")
      ? [{ id: "connect", label: t("palette.connectNumber"), icon: <IconPlus size={18} />, run: () => go("settings/channels/new") }]
      : []),
    { id: "phone", label: t("phone.open"), icon: <IconDeviceMobile size={18} />, run: () => setPhoneOpen(true) },
    {
      id: "scheme",
      label: t(colorScheme === "dark" ? "palette.light" : "palette.dark"),
      icon: colorScheme === "dark" ? <IconSun size={18} /> : <IconMoon size={18} />,
      run: () => setColorScheme(colorScheme === "dark" ? "light" : "dark"),
    },
    ...(other ? [{ id: "language", label: languageName(other), icon: <IconLanguage size={18} />, run: () => setLanguage(other) }] : []),
    { id: "sign-out", label: t("signOut"), icon: <IconLogout size={18} />, run: () => void signOut() },
  ];
  const matches = (command: Command) => command.label.toLowerCase().includes(query.trim().toLowerCase());
  const objects: Command[] = (search === "" ? [] : (found.data?.items ?? [])).map((item) => {
    const Icon = FOUND_ICONS[item.kind];
    return {
      id: `${item.kind}-${item.id}`,
      label: item.subtitle ? `${item.title} · ${item.subtitle}` : item.title,
      icon: <Icon size={18} stroke={1.6} />,
      run: () => go(pathOfFound(item)),
    };
  });
  const groups = [
    { label: t("palette.found"), commands: objects },
    { label: t("palette.actions"), commands: actions.filter(matches) },
    { label: t("palette.pages"), commands: pages.filter(matches) },
  ].filter((group) => group.commands.length > 0);

  // Enter does the first thing shown, also when it has only just been found.
  const shown = groups.flatMap((group) => group.commands.map(({ id }) => id)).join();
  useEffect(() => {
    const { listId } = paletteStore.getState();
    if (query === "" || !listId) return;
    for (const [index, action] of document.querySelectorAll(`#${listId} [data-action]`).entries()) {
      if (index === 0) action.setAttribute("data-selected", "true");
      else action.removeAttribute("data-selected");
    }
    paletteStore.updateState((state) => ({ ...state, selected: 0 }));
  }, [query, shown]);

  return (
    <Spotlight.Root store={paletteStore} query={query} onQueryChange={setQuery} shortcut={null} scrollable maxHeight={420}>
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.commands.map((command) => (
              <Spotlight.Action key={command.id} label={command.label} leftSection={command.icon} onClick={command.run} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{t("palette.nothing", { query })}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
