/** Who got it, and with what outcome. */
import { Anchor, Button, Group, Select, Skeleton, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../contract/campaigns.ts";
import { api } from "../api.ts";
import { StateBadge, type Tone } from "../shell/state-badge.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { problemText } from "./problem-text.ts";

const STATUSES = ["pending", "started", "skipped", "queued", "sent", "delivered", "read", "failed", "unknown"] as const;
const TONES: Record<string, Tone> = {
  failed: "bad",
  skipped: "warning",
  unknown: "warning",
  delivered: "good",
  read: "good",
  started: "good",
};

export function RecipientTable({ campaign: { id, templates }, live }: { campaign: Campaign; live: boolean }) {
  const { t } = useTranslation(["campaigns", "chat"]);
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const [status, setStatus] = useUrlState("status");
  const list = useInfiniteQuery(
    api.campaigns.recipients.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, ...(cursor && { cursor }), ...(status && { status }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: live ? 5000 : false,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {t("recipients.title")}
        </Title>
        <Select
          clearable
          w={180}
          placeholder={t("recipients.any")}
          aria-label={t("recipients.status")}
          data={STATUSES.map((one) => ({ value: one, label: t(`status.${one}`) }))}
          value={status || null}
          onChange={setStatus}
        />
      </Group>
      {list.isPending && <Skeleton height={120} />}
      {items?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("nothing")}
        </Text>
      )}
      {items && items.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("recipients.contact")}</Table.Th>
                <Table.Th>{t("recipients.status")}</Table.Th>
                <Table.Th>{t("recipients.reason")}</Table.Th>
                <Table.Th>{t("recipients.due")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((row) => (
                <Table.Tr key={row.contactId}>
                  <Table.Td>
                    {may("contacts:read") ? (
                      <Anchor
                        component={Link}
                        to="/w/$workspace/contacts/$contactId"
                        params={{ workspace, contactId: row.contactId } as never}
                        size="sm"
                      >
                        {row.name || row.phone}
                      </Anchor>
                    ) : (
                      <Text size="sm">{row.name || row.phone}</Text>
                    )}
                    {templates && templates.length > 1 && (
                      <Text span size="xs" c="dimmed">
                        {" "}
                        {"ABCD"[row.variant]}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <StateBadge tone={TONES[row.status] ?? "neutral"}>
                      {t(`status.${row.status as "sent"}`, { defaultValue: row.status })}
                    </StateBadge>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">{row.reason && problemText(t, row.reason)}</Text>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      <RelativeTime at={row.dueAt} />
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {list.hasNextPage && (
        <Button variant="default" mt="sm" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </section>
  );
}
