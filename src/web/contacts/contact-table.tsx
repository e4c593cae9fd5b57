/** A table of as many contacts as there are: only the rows in sight exist, pages come as one scrolls. */
import { Avatar, Badge, Checkbox, Group, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../contract/contacts.ts";
import { api } from "../api.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { TagDot } from "../ui/tag-dot.tsx";
import type { Selection } from "./bulk-contacts.tsx";
import { ConsentBadge } from "./consent-badge.tsx";
import { contactName } from "./contact-name.ts";
import classes from "./contacts.module.css";

const NONE: readonly Contact[] = [];
const ROW = 48;
const NARROW_ROW = 64;

interface ContactTableProps {
  items: readonly Contact[] | undefined;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  params: { sort?: string; order?: string };
  set: (change: { sort?: string; order?: string }) => void;
  selection: Selection;
  setSelection: (selection: Selection) => void;
  total: number;
}

export function ContactTable({ items, query, params, set, selection, setSelection, total }: ContactTableProps) {
  const { t } = useTranslation("contacts");
  const narrow = useMediaQuery("(max-width: 760px)");
  const scroller = useRef<HTMLDivElement>(null);
  const tags = useQuery(api.tags.list.queryOptions());
  const colours = useMemo(() => new Map(tags.data?.items.map(({ name, colour }) => [name, colour])), [tags.data]);
  const rows = items ?? NONE;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(() => (narrow ? NARROW_ROW : ROW), [narrow]),
    overscan: 12,
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 40) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const latest = useRef({ selection, setSelection, rows });
  useEffect(() => {
    latest.current = { selection, setSelection, rows };
  });
  const toggle = useCallback((id: string) => {
    const { selection, rows } = latest.current;
    // Of everyone who matches those on the page stay when one is taken out: the others cannot be named.
    const ids = new Set(selection.all ? rows.map((row) => row.id) : selection.ids);
    if (!ids.delete(id)) ids.add(id);
    latest.current.setSelection({ ids, all: false });
  }, []);
  const sort = params.sort ?? "created_at";
  const order = params.order ?? "desc";
  const header = (name: string, label: string) => (
    <div
      role="columnheader"
      aria-sort={sort === name ? (order === "asc" ? "ascending" : "descending") : "none"}
      className={classes.cell}
      data-column={name}
    >
      <UnstyledButton
        fz="xs"
        fw={600}
        c="dimmed"
        onClick={() => set({ sort: name, order: sort === name && order === "asc" ? "desc" : "asc" })}
      >
        {label} {sort === name && (order === "asc" ? <IconArrowUp size={12} aria-hidden /> : <IconArrowDown size={12} aria-hidden />)}
      </UnstyledButton>
    </div>
  );
  const plain = (name: string, label: string) => (
    <div role="columnheader" className={classes.cell} data-column={name}>
      <Text size="xs" fw={600} c="dimmed">
        {label}
      </Text>
    </div>
  );
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="table"
      aria-label={t("title")}
      aria-rowcount={total + 1}
      aria-busy={items === undefined}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.row} aria-rowindex={1}>
          <div role="columnheader" className={classes.check}>
            <Checkbox
              size="xs"
              aria-label={t("selectAll")}
              checked={selection.all}
              indeterminate={!selection.all && selection.ids.size > 0}
              onChange={() => setSelection({ ids: new Set(), all: !selection.all })}
            />
          </div>
          {header("first_name", t("column.name"))}
          {header("phone", t("column.phone"))}
          {plain("consent", t("column.consent"))}
          {plain("tags", t("column.tags"))}
          {plain("lists", t("column.lists"))}
          {header("last_seen_at", t("column.lastSeen"))}
          {header("created_at", t("column.created"))}
        </div>
      </div>
      {items === undefined ? (
        <div className={classes.loading}>
          {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
            <Skeleton key={row} height={32} mb={16} />
          ))}
        </div>
      ) : (
        <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
          {shown.map(({ index, key, start, size }) => {
            const contact = rows[index];
            return (
              contact && (
                <Row
                  key={key}
                  contact={contact}
                  index={index}
                  start={start}
                  size={size}
                  selected={selection.all || selection.ids.has(contact.id)}
                  toggle={toggle}
                  colours={colours}
                />
              )
            );
          })}
        </div>
      )}
    </div>
  );
}

interface RowProps {
  contact: Contact;
  index: number;
  start: number;
  size: number;
  selected: boolean;
  toggle: (id: string) => void;
  colours: ReadonlyMap<string, string | null>;
}

/** Only drawn anew when something of it changed: the table draws itself with every turn of the wheel. */
const Row = memo(function Row({ contact, index, start, size, selected, toggle, colours }: RowProps) {
  const { t } = useTranslation("contacts");
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      data-selected={selected || undefined}
      style={{ position: "absolute", inset: "0 0 auto", height: size, transform: `translateY(${start}px)` }}
    >
      <div role="cell" className={classes.check}>
        <Checkbox
          size="xs"
          aria-label={t("select", { name: contactName(contact) })}
          checked={selected}
          onChange={() => toggle(contact.id)}
        />
      </div>
      <Cells contact={contact} colours={colours} />
    </div>
  );
});

function Cells({ contact, colours }: { contact: Contact; colours: ReadonlyMap<string, string | null> }) {
  const { t } = useTranslation("contacts");
  const workspace = useWorkspaceSlug();
  const name = contactName(contact);
  return (
    <>
      <div role="cell" className={classes.cell} data-column="first_name">
        <Group gap="xs" wrap="nowrap">
          <Avatar size={28} name={name} color="initials" aria-hidden />
          <div style={{ minWidth: 0 }}>
            <Link to="/w/$workspace/contacts/$contactId" params={{ workspace, contactId: contact.id }} className={classes.name}>
              {name}
            </Link>
            {contact.blocked && (
              <StateBadge tone="bad" size="xs" ml={6}>
                {t("blocked")}
              </StateBadge>
            )}
            <Text size="xs" c="dimmed" className={classes.narrowOnly}>
              {contact.phone}
            </Text>
          </div>
        </Group>
      </div>
      <div role="cell" className={classes.cell} data-column="phone">
        <Text size="sm" span>
          {contact.phone}
        </Text>
      </div>
      <div role="cell" className={classes.cell} data-column="consent">
        <ConsentBadge consent={contact.consent} />
      </div>
      <div role="cell" className={classes.cell} data-column="tags">
        <Names names={contact.tags} colours={colours} />
      </div>
      <div role="cell" className={classes.cell} data-column="lists">
        <Names names={contact.lists} />
      </div>
      <div role="cell" className={classes.cell} data-column="last_seen_at">
        <Text size="xs" c="dimmed" span>
          {contact.lastSeenAt ? <RelativeTime at={contact.lastSeenAt} /> : "–"}
        </Text>
      </div>
      <div role="cell" className={classes.cell} data-column="created_at">
        <Text size="xs" c="dimmed" span>
          <RelativeTime at={contact.createdAt} />
        </Text>
      </div>
    </>
  );
}

const SHOWN_NAMES = 2;

function Names({ names, colours }: { names: readonly string[]; colours?: ReadonlyMap<string, string | null> }) {
  if (names.length === 0) return null;
  return (
    <Group gap={4} wrap="nowrap" title={names.join(", ")}>
      {names.slice(0, SHOWN_NAMES).map((name) => (
        <Badge
          key={name}
          size="sm"
          variant="default"
          style={{ textTransform: "none", flexShrink: 1, minWidth: 0 }}
          {...(colours?.get(name) && { leftSection: <TagDot colour={colours.get(name) ?? ""} /> })}
        >
          {name}
        </Badge>
      ))}
      {names.length > SHOWN_NAMES && (
        <Text size="xs" c="dimmed" span>
          +{names.length - SHOWN_NAMES}
        </Text>
      )}
    </Group>
  );
}
