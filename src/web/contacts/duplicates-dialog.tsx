/** Contacts that look like one person, to be merged one pair after the other. */
import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { contactName } from "./contact-name.ts";
import { MergeDialog } from "./merge-dialog.tsx";

export function DuplicatesDialog({ close }: { close: () => void }) {
  const { t } = useTranslation("contacts");
  const [merging, setMerging] = useState<readonly string[]>();
  const query = useInfiniteQuery(
    api.contacts.duplicates.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const groups = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Modal opened onClose={close} title={t("duplicates.title")} size="lg">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("duplicates.lead")}
        </Text>
        {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Skeleton height={120} />}
        {groups?.length === 0 && <EmptyState title={t("duplicates.none")}>{t("duplicates.noneHint")}</EmptyState>}
        {groups?.map((group) => (
          <Group key={`${group.reason} ${group.value}`} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Text size="sm" fw={600}>
                {t(`duplicates.${group.reason}`, { value: group.value })}
              </Text>
              {group.contacts.map((contact) => (
                <Text key={contact.id} size="sm" c="dimmed">
                  {[contactName(contact), contact.phone, contact.email].filter(Boolean).join(" · ")}
                </Text>
              ))}
            </div>
            <Button size="xs" variant="light" onClick={() => setMerging(group.contacts.map(({ id }) => id))}>
              {t("merge.action")}
            </Button>
          </Group>
        ))}
        {query.hasNextPage && (
          <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("duplicates.more")}
          </Button>
        )}
      </Stack>
      {merging && <MergeDialog ids={merging} close={() => setMerging(undefined)} done={close} />}
    </Modal>
  );
}
