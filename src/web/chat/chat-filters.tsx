/** What narrows the list: the view, words, and by whom or what. */
import { ActionIcon, Group, Indicator, Popover, Select, Stack, TextInput } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { useMay } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { useStatusLabel } from "../tickets/use-status-label.ts";
import classes from "./chat.module.css";
import { VIEWS } from "./use-chats.ts";

export function ChatFilters() {
  const { t } = useTranslation("chat");
  const [view, setView] = useUrlState("view", "all");
  const [search, setSearch] = useUrlState("search");
  const counts = useQuery(api.chats.counts.queryOptions());
  return (
    <div className={classes.filters}>
      <Group gap={6} wrap="nowrap">
        <TextInput
          id="chat-search"
          flex={1}
          type="search"
          leftSection={<IconSearch size={16} />}
          placeholder={t("search")}
          aria-label={t("search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        <MoreFilters />
      </Group>
      <div className={classes.views} role="group" aria-label={t("views")}>
        {VIEWS.map((one) => (
          <button key={one} type="button" className={classes.view} aria-pressed={view === one} onClick={() => setView(one)}>
            {t(`view.${one}`)}
            {one !== "all" && (counts.data?.[one] ?? 0) > 0 && <span className={classes.viewCount}>{counts.data?.[one]}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}

const SHARED = { clearable: true, searchable: true, comboboxProps: { withinPortal: false } };

function MoreFilters() {
  const { t } = useTranslation("chat");
  const may = useMay();
  const [tag, setTag] = useUrlState("tag");
  const [list, setList] = useUrlState("list");
  const [operator, setOperator] = useUrlState("operator");
  const [automation, setAutomation] = useUrlState("automation");
  const [ticket] = useUrlState("ticket");
  const [channel, setChannel] = useUrlState("channel");
  const channels = useQuery(api.channels.list.queryOptions({ enabled: may("channels:read") }));
  const tags = useQuery(api.tags.list.queryOptions());
  const lists = useQuery(api.lists.list.queryOptions());
  const members = useQuery(api.members.list.queryOptions({ enabled: may("members:read") }));
  const automations = useQuery(api.automations.list.queryOptions({ input: {}, enabled: may("automations:read") }));
  const active = [tag, list, operator, automation, ticket, channel].filter(Boolean).length;
  return (
    <Popover position="bottom-end" width={280} trapFocus>
      <Indicator disabled={active === 0} label={active} size={16}>
        <Popover.Target>
          <ActionIcon size={36} variant="default" aria-label={t("filters", { count: active })}>
            <IconAdjustmentsHorizontal size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Select
            label={t("byTag")}
            data={tags.data?.items.map(({ name }) => name) ?? []}
            value={tag || null}
            onChange={setTag}
            {...SHARED}
          />
          <Select
            label={t("byList")}
            data={lists.data?.items.map(({ name }) => name) ?? []}
            value={list || null}
            onChange={setList}
            {...SHARED}
          />
          <Select
            label={t("byOperator")}
            data={members.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={operator || null}
            onChange={setOperator}
            {...SHARED}
          />
          <Select
            label={t("byAutomation")}
            data={automations.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={automation || null}
            onChange={setAutomation}
            {...SHARED}
          />
          {may("tickets:read") && <TicketFilter />}
          {(channels.data?.items.length ?? 0) > 1 && (
            <Select
              label={t("byChannel")}
              data={channels.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={channel || null}
              onChange={setChannel}
              {...SHARED}
            />
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function TicketFilter() {
  const { t } = useTranslation("chat");
  const [ticket, setTicket] = useUrlState("ticket");
  const statuses = useQuery(api.tickets.statuses.queryOptions({ staleTime: 60_000 }));
  const statusLabel = useStatusLabel();
  return (
    <Select
      label={t("byTicket")}
      data={statuses.data?.items.map(({ name }) => ({ value: name, label: statusLabel(name) })) ?? []}
      value={ticket || null}
      onChange={setTicket}
      {...SHARED}
    />
  );
}
