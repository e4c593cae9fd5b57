import { IconBellOff, IconCheck, IconMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConsentState } from "../../domain/consent.ts";
import { StateBadge } from "../shell/state-badge.tsx";

const LOOKS = {
  subscribed: { tone: "good", icon: IconCheck },
  unsubscribed: { tone: "bad", icon: IconBellOff },
  not_declared: { tone: "neutral", icon: IconMinus },
} as const;

export function ConsentBadge({ consent }: { consent: ConsentState }) {
  const { t } = useTranslation("contacts");
  const { tone, icon: Icon } = LOOKS[consent];
  return (
    <StateBadge tone={tone} leftSection={<Icon size={12} aria-hidden />}>
      {t(`consent.${consent}`)}
    </StateBadge>
  );
}
