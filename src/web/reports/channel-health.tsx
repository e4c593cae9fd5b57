/** Each number: whether it works, what WhatsApp thinks of it, and how much goes through it. */
import { Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import type { reports } from "../../contract/reports.ts";
import { StateBadge, type Tone } from "../shell/state-badge.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { formatNumber } from "../ui/format.ts";

type Output = (typeof reports.dashboard)["~orpc"]["outputSchema"];
type Channels = z.infer<NonNullable<Output>>["channels"];

const QUALITY_TONES: Record<string, Tone> = { GREEN: "good", YELLOW: "warning", RED: "bad" };

export function ChannelHealth({ channels }: { channels: Channels }) {
  const { t, i18n } = useTranslation(["reports", "channels"]);
  const workspace = useWorkspaceSlug();
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <section style={{ marginTop: 32 }}>
      <Title order={2} size="h3" mb="sm">
        {t("channels:title")}
      </Title>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("number")}</Table.Th>
              <Table.Th>{t("state")}</Table.Th>
              <Table.Th>{t("quality")}</Table.Th>
              <Table.Th>{t("limit")}</Table.Th>
              <Table.Th ta="right">{t("sent")}</Table.Th>
              <Table.Th ta="right">{t("failed")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {channels.map(({ channel, status, quality, messagingLimit, sent, failed }) => (
              <Table.Tr key={channel.id}>
                <Table.Td>
                  <Link to={`/w/${workspace}/settings/channels/${channel.id}` as "/"}>{channel.name}</Link>
                </Table.Td>
                <Table.Td>
                  <StateBadge tone={status === "active" ? "good" : "bad"}>
                    {t(`channels:status.${status}`, { defaultValue: status })}
                  </StateBadge>
                </Table.Td>
                <Table.Td>
                  {quality ? (
                    <StateBadge tone={QUALITY_TONES[quality] ?? "neutral"}>
                      {t(`qualityOf.${quality}`, { defaultValue: quality })}
                    </StateBadge>
                  ) : (
                    <Text size="sm" c="dimmed">
                      {t("unknown")}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  {limitText(messagingLimit, number, t("unlimited")) ?? (
                    <Text c="dimmed" size="sm">
                      {t("unknown")}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right">{number(sent)}</Table.Td>
                <Table.Td ta="right">{number(failed)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

/** Meta says `TIER_1K`; people want 1,000. */
function limitText(tier: string | null, number: (value: number) => string, unlimited: string): string | null {
  if (tier === null) return null;
  if (tier.endsWith("UNLIMITED")) return unlimited;
  const match = /(\d+)(K?)$/.exec(tier);
  return match ? number(Number(match[1]) * (match[2] === "K" ? 1000 : 1)) : tier;
}
