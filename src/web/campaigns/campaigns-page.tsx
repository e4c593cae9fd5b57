/** One message for many: every campaign with its state and how far it is, as a list or by the day it starts. */
import { Button, Group, Progress, SegmentedControl, Select, Skeleton, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCalendar, IconList, IconPlus, IconSearch, IconSend } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CAMPAIGN_STATES, type Campaign } from "../../contract/campaigns.ts";
import { api } from "../api.ts";
import { Page } from "../shell/page.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { formatNumber } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { CampaignCalendar } from "./campaign-calendar.tsx";
import { CampaignState } from "./campaign-state.tsx";
import classes from "./campaigns.module.css";

export function CampaignsPage() {
  const { t } = useTranslation("campaigns");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const [view, setView] = useUrlState("view", "list");
  const create = may("campaigns:write") && (
    <Button
      component={Link}
      to="/w/$workspace/campaigns/$campaignId"
      params={{ workspace, campaignId: "new" } as never}
      leftSection={<IconPlus size={16} />}
    >
      {t("new")}
    </Button>
  );
  return (
    <Page
      title={t("title")}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t("view.label")}
            value={view}
            onChange={setView}
            data={[
              { value: "list", label: <IconList size={16} aria-label={t("view.list")} /> },
              { value: "calendar", label: <IconCalendar size={16} aria-label={t("view.calendar")} /> },
            ]}
          />
          {create}
        </>
      }
    >
      {view === "calendar" ? <CampaignCalendar /> : <CampaignList create={create} />}
    </Page>
  );
}

function CampaignList({ create }: { create: React.ReactNode }) {
  const { t } = useTranslation("campaigns");
  const [state, setState] = useUrlState("state");
  const [search, setSearch] = useUrlState("search");
  const [words] = useDebouncedValue(search, 250);
  const list = useInfiniteQuery(
    api.campaigns.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...(cursor && { cursor }),
        ...(state && { state: state as Campaign["state"] }),
        ...(words && { search: words }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items);
  const narrowed = Boolean(state || search);
  if (items?.length === 0 && !narrowed)
    return (
      <EmptyState icon={<IconSend size={32} />} title={t("empty.title")} action={create}>
        {t("empty.text")}
      </EmptyState>
    );
  return (
    <>
      <Group mb="md" gap="sm">
        <TextInput
          leftSection={<IconSearch size={16} />}
          placeholder={t("search")}
          aria-label={t("search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={{ base: "100%", sm: 240 }}
        />
        <Select
          clearable
          w={170}
          placeholder={t("anyState")}
          aria-label={t("column.state")}
          data={CAMPAIGN_STATES.map((one) => ({ value: one, label: t(`state.${one}`) }))}
          value={state || null}
          onChange={setState}
        />
      </Group>
      {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={200} />}
      {items?.length === 0 && <EmptyState title={t("nothing")} />}
      {items && items.length > 0 && (
        <Table.ScrollContainer minWidth={280}>
          <Table verticalSpacing="sm" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("column.name")}</Table.Th>
                <Table.Th>{t("column.state")}</Table.Th>
                <Table.Th visibleFrom="sm">{t("column.when")}</Table.Th>
                <Table.Th w={220} visibleFrom="sm">
                  {t("column.progress")}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((campaign) => (
                <CampaignRow key={campaign.id} campaign={campaign} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {list.hasNextPage && (
        <Button variant="default" mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

function CampaignRow({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useTranslation("campaigns");
  const workspace = useWorkspaceSlug();
  const { id, name, state, startsAt, startedAt, finishedAt, updatedAt, progress, templates } = campaign;
  const at = finishedAt ?? startedAt ?? startsAt ?? updatedAt;
  const words = finishedAt ? "finished" : startedAt ? "started" : startsAt ? "starts" : "changed";
  const done = progress.recipients - progress.pending;
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/w/$workspace/campaigns/$campaignId" params={{ workspace, campaignId: id }} className={classes.name}>
          {name}
        </Link>
        <Text size="xs" c="dimmed">
          {templates ? templates.map(({ template }) => template).join(" / ") : t("content.automation")}
        </Text>
        <Text size="xs" hiddenFrom="sm">
          {t(`when.${words}`)} <RelativeTime at={at} />
        </Text>
      </Table.Td>
      <Table.Td>
        <CampaignState state={state} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm">
          {t(`when.${words}`)} <RelativeTime at={at} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {progress.recipients > 0 && (
          <>
            <Progress value={(done / progress.recipients) * 100} aria-label={t("column.progress")} />
            <Text size="xs" c="dimmed" mt={4}>
              {t("ofSo", { done: formatNumber(done, i18n.language), all: formatNumber(progress.recipients, i18n.language) })}
            </Text>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
