import { useTranslation } from "react-i18next";
import { StateBadge, type Tone } from "../shell/state-badge.tsx";

const TONES: Record<string, Tone> = { urgent: "bad", highest: "bad", high: "warning" };

export function PriorityBadge({ priority }: { priority: string }) {
  const { t } = useTranslation("tickets");
  return <StateBadge tone={TONES[priority] ?? "neutral"}>{t(`priority.${priority}`, { defaultValue: priority })}</StateBadge>;
}
