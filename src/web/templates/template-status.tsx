import { useTranslation } from "react-i18next";
import { StateBadge, type Tone } from "../shell/state-badge.tsx";

const TONES: Record<string, Tone> = { approved: "good", pending: "warning", rejected: "bad", paused: "bad", disabled: "bad" };

export function TemplateStatus({ status }: { status: string }) {
  const { t } = useTranslation("templates");
  return <StateBadge tone={TONES[status] ?? "neutral"}>{t(`status.${status}`, { defaultValue: status })}</StateBadge>;
}
