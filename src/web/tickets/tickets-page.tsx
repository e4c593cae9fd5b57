/** What customers asked for and who takes care of it: as a list or as a board. */
import { Button, Group, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChartBar, IconColumns, IconList, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { TICKET_PRIORITIES } from "../../contract/tickets.ts";
import { api } from "../api.ts";
import { Page } from "../shell/page.tsx";
import { useMay } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { NewTicket } from "./new-ticket.tsx";
import { TicketBoard } from "./ticket-board.tsx";
import { TicketDetail } from "./ticket-detail.tsx";
import { TicketList } from "./ticket-list.tsx";
import { TicketStatistics } from "./ticket-statistics.tsx";

export function TicketsPage() {
  const { t } = useTranslation(["tickets", "reports"]);
  const may = useMay();
  const [view, setView] = useUrlState("view", "list");
  const [state, setState] = useUrlState("state", "open");
  const [search, setSearch] = useUrlState("search");
  const [priority, setPriority] = useUrlState("priority");
  const [category, setCategory] = useUrlState("category");
  const [owner, setOwner] = useUrlState("owner");
  const [open, setOpen] = useUrlState("ticket");
  // In the address, so that the palette can ask for it.
  const [making, setMakingInAddress] = useUrlState("new");
  const setMaking = (open: boolean) => setMakingInAddress(open ? "1" : null);
  const [words] = useDebouncedValue(search, 250);
  const categories = useQuery(api.tickets.categories.queryOptions());
  const members = useQuery(api.members.list.queryOptions());
  const filter = {
    ...(words && { search: words }),
    ...(priority && { priority: priority as "high" }),
    ...(category && { category }),
    ...(owner && { owner }),
  };
  const narrowed = Object.keys(filter).length > 0;
  return (
    <Page
      title={t("title")}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t("view")}
            value={view}
            onChange={setView}
            data={[
              { value: "list", label: <IconList size={16} aria-label={t("list")} /> },
              { value: "board", label: <IconColumns size={16} aria-label={t("board")} /> },
              { value: "statistics", label: <IconChartBar size={16} aria-label={t("statistics")} /> },
            ]}
          />
          {may("tickets:write") && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
              {t("new")}
            </Button>
          )}
        </>
      }
    >
      {view !== "statistics" && (
        <Group mb="md" gap="sm">
          <TextInput
            leftSection={<IconSearch size={16} />}
            placeholder={t("search")}
            aria-label={t("search")}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            w={{ base: "100%", sm: 240 }}
          />
          {view === "list" && (
            <SegmentedControl
              aria-label={t("column.status")}
              value={state}
              onChange={setState}
              data={["open", "done", "all"].map((one) => ({ value: one, label: t(`state.${one}`) }))}
            />
          )}
          <Select
            clearable
            w={150}
            placeholder={t("column.priority")}
            aria-label={t("column.priority")}
            value={priority || null}
            onChange={setPriority}
            data={TICKET_PRIORITIES.map((one) => ({ value: one, label: t(`priority.${one}`) }))}
          />
          <Select
            clearable
            searchable
            w={170}
            placeholder={t("column.category")}
            aria-label={t("column.category")}
            value={category || null}
            onChange={setCategory}
            data={categories.data?.items.map(({ name }) => name) ?? []}
          />
          <Select
            clearable
            searchable
            w={170}
            placeholder={t("column.owner")}
            aria-label={t("column.owner")}
            value={owner || null}
            onChange={setOwner}
            data={members.data?.items.map(({ email, name }) => ({ value: email, label: name })) ?? []}
          />
        </Group>
      )}
      {view === "statistics" ? (
        <TicketStatistics />
      ) : view === "board" ? (
        <TicketBoard filter={filter} open={setOpen} />
      ) : (
        <TicketList
          filter={{ ...filter, ...(state !== "all" && { done: state === "done" }) }}
          open={setOpen}
          narrowed={narrowed || state !== "open"}
        />
      )}
      {open && <TicketDetail id={open} close={() => setOpen(null)} />}
      {making !== "" && <NewTicket close={() => setMaking(false)} made={setOpen} />}
    </Page>
  );
}
