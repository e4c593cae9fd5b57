/** What a contact agreed to, when and how: the log cannot be changed, only continued. */
import { Button, Group, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../contract/contacts.ts";
import type { ConsentState } from "../../domain/consent.ts";
import { api } from "../api.ts";
import { useMay } from "../shell/use-me.ts";
import { formatExact } from "../ui/format.ts";
import { ConsentBadge } from "./consent-badge.tsx";
import { useContactUpdate } from "./use-contact-update.ts";

const CHOICES: readonly ConsentState[] = ["subscribed", "unsubscribed"];

export function ConsentPanel({ contact }: { contact: Contact }) {
  const { t, i18n } = useTranslation(["contacts", "common"]);
  const may = useMay();
  const log = useQuery(api.contacts.consentLog.queryOptions({ input: { id: contact.id } }));
  const update = useContactUpdate();
  return (
    <Stack gap="md">
      <Group>
        <Text size="sm">{t("consentNow")}</Text>
        <ConsentBadge consent={contact.consent} />
        {may("contacts:write") &&
          CHOICES.filter((state) => state !== contact.consent).map((state) => (
            <Button
              key={state}
              size="compact-sm"
              variant="light"
              loading={update.isPending}
              onClick={() => update.mutate({ id: contact.id, consent: { state, source: "operator" } })}
            >
              {t(`setConsent.${state}`)}
            </Button>
          ))}
      </Group>
      {log.isPending && <Skeleton height={80} />}
      {log.data && log.data.items.length > 0 && (
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("log.when")}</Table.Th>
              <Table.Th>{t("log.change")}</Table.Th>
              <Table.Th>{t("log.source")}</Table.Th>
              <Table.Th>{t("log.text")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {log.data.items.map((entry) => (
              <Table.Tr key={entry.id}>
                <Table.Td>{formatExact(entry.at, i18n.language)}</Table.Td>
                <Table.Td>
                  {t(`consent.${entry.from}`)} → {t(`consent.${entry.to}`)}
                </Table.Td>
                <Table.Td>{t(`common:consentSource.${entry.source}`, { defaultValue: entry.source })}</Table.Td>
                <Table.Td>{entry.text}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {log.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("log.none")}
        </Text>
      )}
    </Stack>
  );
}
