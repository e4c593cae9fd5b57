import { Badge } from "@mantine/core";
import { IconBellOff, IconCheck, IconMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConsentState } from "../../domain/consent.ts";

const LOOKS = {
  subscribed: { color: "accent", icon: IconCheck },
  unsubscribed: { color: "red", icon: IconBellOff },
  not_declared: { color: "gray", icon: IconMinus },
} as const;

export function ConsentBadge({ consent }: { consent: ConsentState }) {
  const { t } = useTranslation("contacts");
  const { color, icon: Icon } = LOOKS[consent];
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={12} aria-hidden />} style={{ textTransform: "none" }}>
      {t(`consent.${consent}`)}
    </Badge>
  );
}
