/** Whether the customer lets this number call them on WhatsApp; nothing where they were never asked. */
import { Group, Text } from "@mantine/core";
import { IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatExact } from "../ui/format.ts";
import type { Chat } from "./conversation-header.tsx";
import { useNow } from "./use-now.ts";

export function CallPermission({ permission }: { permission: Chat["callPermission"] }) {
  const { t, i18n } = useTranslation("chat");
  const now = useNow(60_000);
  if (!permission) return null;
  const { accepted, until } = permission;
  const lapsed = accepted && until !== null && Date.parse(until) <= now;
  const holds = accepted && !lapsed;
  const Icon = holds ? IconPhone : IconPhoneOff;
  const text = !accepted
    ? t("call.refused")
    : lapsed
      ? t("call.lapsed")
      : until === null
        ? t("call.allowed")
        : t("call.allowedUntil", { until: formatExact(until, i18n.language) });
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden />
      <Text size="sm">{text}</Text>
    </Group>
  );
}
