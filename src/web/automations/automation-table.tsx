import { ActionIcon, Checkbox, Group, Skeleton, Table, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconStar, IconStarFilled } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AutomationSummary } from "../../contract/automations.ts";
import { api } from "../api.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { formatNumber } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { AutomationMenu } from "./automation-menu.tsx";
import classes from "./automations.module.css";
import { StateSwitch } from "./state-switch.tsx";

interface AutomationTableProps {
  items: readonly AutomationSummary[] | undefined;
  selected: ReadonlySet<string>;
  setSelected: (ids: ReadonlySet<string>) => void;
  folders: readonly string[];
}

export function AutomationTable({ items, selected, setSelected, folders }: AutomationTableProps) {
  const { t } = useTranslation("automations");
  const may = useMay();
  const writable = may("automations:write");
  if (!items) return <Loading />;
  if (items.length === 0) return null;
  const all = items.every(({ id }) => selected.has(id));
  return (
    <Table className={classes.table} highlightOnHover verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          {writable && (
            <Table.Th w={36}>
              <Checkbox
                size="xs"
                aria-label={t("selectAll")}
                checked={all}
                indeterminate={!all && selected.size > 0}
                onChange={() => setSelected(all ? new Set() : new Set(items.map(({ id }) => id)))}
              />
            </Table.Th>
          )}
          <Table.Th>{t("column.name")}</Table.Th>
          <Table.Th w={130}>{t("column.state")}</Table.Th>
          <Table.Th w={90} ta="right">
            {t("column.started")}
          </Table.Th>
          <Table.Th w={90} ta="right">
            {t("column.inside")}
          </Table.Th>
          <Table.Th w={90} ta="right">
            {t("column.errors")}
          </Table.Th>
          <Table.Th w={140}>{t("column.updated")}</Table.Th>
          <Table.Th w={48}>
            <span className="visually-hidden">{t("column.actions")}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Row
            key={item.id}
            item={item}
            writable={writable}
            folders={folders}
            selected={selected.has(item.id)}
            toggle={() => {
              const next = new Set(selected);
              if (!next.delete(item.id)) next.add(item.id);
              setSelected(next);
            }}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  item: AutomationSummary;
  writable: boolean;
  folders: readonly string[];
  selected: boolean;
  toggle: () => void;
}

function Row({ item, writable, folders, selected, toggle }: RowProps) {
  const { t, i18n } = useTranslation("automations");
  const workspace = useWorkspaceSlug();
  const queryClient = useQueryClient();
  const star = useMutation(
    api.automations.update.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.automations.list.key() }),
      onError: toastError,
    }),
  );
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <Table.Tr data-selected={selected || undefined} className={classes.row}>
      {writable && (
        <Table.Td className={classes.check}>
          <Checkbox size="xs" aria-label={t("select", { name: item.name })} checked={selected} onChange={toggle} />
        </Table.Td>
      )}
      <Table.Td className={classes.name}>
        <Group gap={6} wrap="nowrap">
          <Tooltip label={t(item.favourite ? "unstar" : "star")}>
            <ActionIcon
              size="sm"
              aria-label={t(item.favourite ? "unstar" : "star")}
              aria-pressed={item.favourite}
              disabled={!writable}
              onClick={() => star.mutate({ id: item.id, favourite: !item.favourite })}
            >
              {item.favourite ? <IconStarFilled size={14} color="var(--parola-warning)" /> : <IconStar size={14} />}
            </ActionIcon>
          </Tooltip>
          <div style={{ minWidth: 0 }}>
            <Link to="/w/$workspace/automations/$automationId" params={{ workspace, automationId: item.id }} className={classes.link}>
              {item.name}
            </Link>
            <Text size="xs" c="dimmed" lineClamp={1}>
              {[...new Set(item.triggerTypes)].map((type) => t(`trigger.${type}`, { defaultValue: type })).join(", ") || t("noTrigger")}
              {" · "}
              {t("steps", { count: item.steps })}
              {item.folder && ` · ${item.folder}`}
            </Text>
          </div>
        </Group>
      </Table.Td>
      <Table.Td data-label={t("column.state")}>
        <Group gap={6} wrap="nowrap">
          <StateSwitch automation={item} />
          {item.changed && item.state !== "draft" && (
            <Tooltip label={t("changedHint")}>
              <StateBadge size="xs" tone="warning" tabIndex={0}>
                {t("changed")}
              </StateBadge>
            </Tooltip>
          )}
          {item.stoppedTemplates.length > 0 && (
            <Tooltip multiline maw={320} label={t("templateStoppedHint", { names: item.stoppedTemplates.join(", ") })}>
              <StateBadge size="xs" tone={item.state === "active" ? "bad" : "warning"} tabIndex={0}>
                {t("templateStopped")}
              </StateBadge>
            </Tooltip>
          )}
        </Group>
      </Table.Td>
      <Table.Td ta="right" data-label={t("column.started")}>
        {number(item.started)}
      </Table.Td>
      <Table.Td ta="right" data-label={t("column.inside")}>
        {number(item.active)}
      </Table.Td>
      <Table.Td ta="right" data-label={t("column.errors")}>
        {item.errors > 0 ? (
          <Link
            to="/w/$workspace/automations/$automationId"
            params={{ workspace, automationId: item.id }}
            search={{ mode: "live" }}
            className={classes.errors}
            aria-label={t("errorsOf", { count: item.errors })}
          >
            <IconAlertTriangle size={14} aria-hidden /> {number(item.errors)}
          </Link>
        ) : (
          <Text size="sm" c="dimmed" span>
            0
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.updated}>
        <Text size="xs" c="dimmed" span>
          <RelativeTime at={item.updatedAt} />
        </Text>
      </Table.Td>
      <Table.Td className={classes.menu}>
        <AutomationMenu automation={item} folders={folders} />
      </Table.Td>
    </Table.Tr>
  );
}

function Loading() {
  return (
    <div aria-busy>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={48} mb={8} />
      ))}
    </div>
  );
}
