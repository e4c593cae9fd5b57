/** ⌘K: finds every object by name, goes to every page, does the common things. */
import "@mantine/spotlight/styles.layer.css";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { BUILT_AREAS } from "./areas.tsx";
import { FOUND_ICONS, pathOfFound } from "./found-object.ts";
import { paletteStore } from "./palette-store.ts";
import { type Command, useCommands } from "./use-commands.tsx";
import { useMay, useWorkspaceSlug } from "./use-me.ts";

export function Palette() {
  const { t } = useTranslation("shell");
  const [query, setQuery] = useState("");
  const [search] = useDebouncedValue(query.trim(), 150);
  const found = useQuery(
    api.search.everything.queryOptions({ input: { q: search }, enabled: search !== "", placeholderData: keepPreviousData }),
  );
  const navigate = useNavigate();
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const go = (path: string) => void navigate({ to: `/w/${workspace}/${path}` });
  const pages: Command[] = BUILT_AREAS.filter((area) => may(area.permission)).map((area) => ({
    id: area.id,
    label: t("palette.goTo", { area: t(`area.${area.id}`) }),
    icon: <area.icon size={18} stroke={1.6} />,
    run: () => go(area.id),
  }));
  const actions = useCommands(query.trim() !== "");
  const words = query.trim().toLowerCase().split(/\s+/);
  const matches = (command: Command) => words.every((word) => command.label.toLowerCase().includes(word));
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
