/** Everybody the business knows. */
import { ActionIcon, Badge, Button, Collapse, Group, Indicator, Menu, Paper, Select, TextInput, Tooltip } from "@mantine/core";
import { IconAddressBook, IconDots, IconDownload, IconFilter, IconPlus, IconSearch, IconUpload, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter } from "../../contract/filter.ts";
import type { Segment } from "../../contract/objects.ts";
import { api, client } from "../api.ts";
import { download } from "../shell/download.ts";
import { Page } from "../shell/page.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay, useSeesEveryone, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { formatNumber } from "../ui/format.ts";
import { BulkContacts, type Selection } from "./bulk-contacts.tsx";
import { ContactTable } from "./contact-table.tsx";
import { DuplicatesDialog } from "./duplicates-dialog.tsx";
import { FilterBuilder } from "./filter-builder.tsx";
import { NewContact } from "./new-contact.tsx";
import { SegmentActions } from "./segment-actions.tsx";
import { SegmentMenu } from "./segment-menu.tsx";
import { useContactSearch } from "./use-contact-search.ts";

const EMPTY_FILTER: Filter = { all: [{ field: "contact.tags", op: "has_any", value: [] }] };

export function ContactsPage() {
  // The texts of starting by hand too: what loads later would put the whole page behind a spinner.
  const { t, i18n } = useTranslation(["contacts", "automations"]);
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const { params, set, input, query, items, count } = useContactSearch();
  const segments = useQuery(api.segments.list.queryOptions());
  const [filtering, setFiltering] = useState(Boolean(params.filter));
  const [selection, setSelection] = useState<Selection>({ ids: new Set(), all: false });
  // In the address, so that the palette can ask for it.
  const [adding, setAddingInAddress] = useUrlState("new");
  const setAdding = (open: boolean) => setAddingInAddress(open ? "1" : null);
  const [comparing, setComparing] = useState(false);
  /** The segment whose rules are being changed. */
  const [edited, setEdited] = useState<Segment>();
  const segment = segments.data?.items.find(({ id }) => id === params.segment);
  const narrowed = Boolean(params.search || params.filter || params.segment);
  const clear = () => setSelection({ ids: new Set(), all: false });
  const matching = JSON.stringify([params.search, params.filter, params.segment]);
  const [chosenOf, setChosenOf] = useState(matching);
  if (chosenOf !== matching) {
    setChosenOf(matching);
    // "Everyone who matches" was said of others.
    if (selection.all) clear();
  }
  const exportCsv = async () => {
    try {
      download("contacts.csv", await client.exports.contacts(input));
    } catch (error) {
      toastError(error);
    }
  };
  const writable = may("contacts:write");
  const everyone = useSeesEveryone();
  return (
    <Page
      title={t("title")}
      flush
      beside={
        count && (
          <Badge variant="default" size="lg" style={{ textTransform: "none" }}>
            {count.exact ? "" : "≈ "}
            {formatNumber(count.count, i18n.language)}
          </Badge>
        )
      }
      actions={
        <>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size={36} variant="default" aria-label={t("more")}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {writable && everyone && (
                <Menu.Item
                  component={Link}
                  to="/w/$workspace/contacts/import"
                  params={{ workspace } as never}
                  leftSection={<IconUpload size={16} />}
                >
                  {t("import.action")}
                </Menu.Item>
              )}
              {writable && (
                <Menu.Item leftSection={<IconUsersGroup size={16} />} onClick={() => setComparing(true)}>
                  {t("duplicates.action")}
                </Menu.Item>
              )}
              {everyone && (
                <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void exportCsv()}>
                  {t(narrowed ? "exportShown" : "exportAll")}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
          {writable && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t("new")}
            </Button>
          )}
        </>
      }
    >
      <Group px={{ base: "md", sm: "lg" }} py="sm" gap="sm">
        <TextInput
          leftSection={<IconSearch size={16} />}
          placeholder={t("search")}
          aria-label={t("search")}
          value={params.search ?? ""}
          onChange={(event) => set({ search: event.currentTarget.value || undefined })}
          w={{ base: "100%", sm: 260 }}
        />
        <Select
          placeholder={t("segment.choose")}
          aria-label={t("segment.choose")}
          clearable
          searchable
          data={segments.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={params.segment ?? null}
          onChange={(id) => {
            // Opening a segment shows its rules; changing them is a filter of one's own until it is saved.
            const segment = segments.data?.items.find((one) => one.id === id);
            set({ segment: id ?? undefined, filter: undefined });
            if (segment) setFiltering(false);
          }}
          w={200}
          nothingFoundMessage={t("segment.none")}
        />
        {segment && may("objects:write") && (
          <SegmentMenu
            segment={segment}
            edit={() => {
              setEdited(segment);
              set({ filter: segment.filter, segment: undefined });
              setFiltering(true);
            }}
            gone={() => set({ segment: undefined })}
          />
        )}
        <Tooltip label={t("filter.title")}>
          <Indicator disabled={!params.filter}>
            <Button
              variant={filtering ? "light" : "default"}
              leftSection={<IconFilter size={16} />}
              aria-expanded={filtering}
              onClick={() => {
                setFiltering(!filtering);
                if (!filtering && !params.filter)
                  set({ filter: segments.data?.items.find(({ id }) => id === params.segment)?.filter ?? EMPTY_FILTER, segment: undefined });
              }}
            >
              {t("filter.title")}
            </Button>
          </Indicator>
        </Tooltip>
        {narrowed && (
          <Button
            variant="subtle"
            onClick={() => {
              set({ search: undefined, filter: undefined, segment: undefined });
              setEdited(undefined);
              setFiltering(false);
            }}
          >
            {t("filter.clear")}
          </Button>
        )}
      </Group>
      <Collapse expanded={filtering}>
        <Paper withBorder mx={{ base: "md", sm: "lg" }} mb="sm" p="sm">
          {params.filter && (
            <FilterBuilder value={params.filter} onChange={(filter) => set({ filter: isEmpty(filter) ? undefined : filter })} />
          )}
          {params.filter && may("objects:write") && (
            <SegmentActions
              filter={params.filter}
              edited={edited}
              open={(id) => {
                setEdited(undefined);
                set({ segment: id, filter: undefined });
              }}
            />
          )}
        </Paper>
      </Collapse>
      {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {items?.length === 0 ? (
        narrowed ? (
          <EmptyState title={t("nothing.title")}>{t("nothing.text")}</EmptyState>
        ) : (
          <EmptyState
            icon={<IconAddressBook size={32} />}
            title={t("empty.title")}
            action={
              writable &&
              everyone && (
                <Button
                  component={Link}
                  to="/w/$workspace/contacts/import"
                  params={{ workspace } as never}
                  leftSection={<IconUpload size={16} />}
                >
                  {t("import.action")}
                </Button>
              )
            }
          >
            {t("empty.text")}
          </EmptyState>
        )
      ) : (
        <ContactTable
          items={items}
          query={query}
          params={params}
          set={set}
          selection={selection}
          setSelection={setSelection}
          total={count?.count ?? items?.length ?? 0}
        />
      )}
      {(selection.all || selection.ids.size > 0) && (
        <BulkContacts selection={selection} search={input} total={count?.count ?? 0} clear={clear} />
      )}
      {comparing && <DuplicatesDialog close={() => setComparing(false)} />}
      {adding !== "" && <NewContact close={() => setAdding(false)} />}
    </Page>
  );
}

function isEmpty(filter: Filter): boolean {
  return ("all" in filter && filter.all.length === 0) || ("any" in filter && filter.any.length === 0);
}
