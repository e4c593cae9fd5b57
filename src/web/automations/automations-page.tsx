/** All automations: what runs, how often it started, what went wrong. */
import { Button, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSchema, IconSearch, IconStarFilled } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Page } from "../shell/page.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { AutomationTable } from "./automation-table.tsx";
import classes from "./automations.module.css";
import { BulkBar } from "./bulk-bar.tsx";
import { FolderMenu } from "./folder-menu.tsx";
import { ImportButton } from "./import-button.tsx";

const FAVOURITES = "*";

export function AutomationsPage() {
  const { t } = useTranslation("automations");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const [search, setSearch] = useUrlState("search");
  const [state, setState] = useUrlState("state", "all");
  const [folder, setFolder] = useUrlState("folder");
  const [settled] = useDebouncedValue(search, 200);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());

  const folders = useQuery(api.automations.folders.queryOptions());
  const list = useQuery(
    api.automations.list.queryOptions({
      input: {
        ...(settled && { search: settled }),
        ...(state !== "all" && { state: state as "active" }),
        ...(folder === FAVOURITES ? { favourite: true } : folder && { folder }),
      },
      placeholderData: keepPreviousData,
    }),
  );
  const items = list.data?.items;
  const filtered = Boolean(search || folder || state !== "all");

  return (
    <Page
      title={t("title")}
      actions={
        may("automations:write") && (
          <>
            <ImportButton />
            <Button
              component={Link}
              to="/w/$workspace/automations/gallery"
              params={{ workspace } as never}
              leftSection={<IconPlus size={16} />}
            >
              {t("new")}
            </Button>
          </>
        )
      }
    >
      {items && items.length === 0 && !filtered ? (
        <EmptyState
          icon={<IconSchema size={32} />}
          title={t("empty.title")}
          action={
            <Button component={Link} to="/w/$workspace/automations/gallery" params={{ workspace } as never}>
              {t("empty.action")}
            </Button>
          }
        >
          {t("empty.text")}
        </EmptyState>
      ) : (
        <>
          <Group mb="sm" gap="sm">
            <TextInput
              leftSection={<IconSearch size={16} />}
              placeholder={t("search")}
              aria-label={t("search")}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              w={{ base: "100%", sm: 260 }}
            />
            <SegmentedControl
              value={state}
              onChange={setState}
              aria-label={t("stateFilter")}
              data={["all", "active", "paused", "draft"].map((value) => ({ value, label: t(`state.${value}`) }))}
            />
          </Group>
          <Group mb="md" gap={6} role="group" aria-label={t("folders")}>
            <FolderPill active={folder === ""} onClick={() => setFolder(null)}>
              {t("allFolders")}
            </FolderPill>
            <FolderPill active={folder === FAVOURITES} onClick={() => setFolder(FAVOURITES)}>
              <IconStarFilled size={12} aria-hidden style={{ verticalAlign: -1, marginRight: 4 }} />
              {t("favourites")}
            </FolderPill>
            {folders.data?.items.map((one) => (
              <FolderPill key={one.name} active={folder === one.name} onClick={() => setFolder(one.name)}>
                {one.name} · {one.automations}
              </FolderPill>
            ))}
            {may("automations:write") && folder !== "" && folder !== FAVOURITES && <FolderMenu name={folder} moved={setFolder} />}
          </Group>
          {list.error ? (
            <ErrorState error={list.error} retry={() => void list.refetch()} />
          ) : (
            <AutomationTable
              items={items}
              selected={selected}
              setSelected={setSelected}
              folders={folders.data?.items.map(({ name }) => name) ?? []}
            />
          )}
          {items?.length === 0 && filtered && <EmptyState title={t("nothing")}>{t("nothingHint")}</EmptyState>}
          {selected.size > 0 && items && (
            <BulkBar
              automations={items.filter(({ id }) => selected.has(id))}
              clear={() => setSelected(new Set())}
              folders={folders.data?.items.map(({ name }) => name) ?? []}
            />
          )}
        </>
      )}
    </Page>
  );
}

function FolderPill({ active, onClick, children }: { active: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <button type="button" className={classes.folder} aria-pressed={active} onClick={onClick}>
      {children}
    </button>
  );
}
