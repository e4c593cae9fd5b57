import { useTranslation } from "react-i18next";
import type { Campaign } from "../../contract/campaigns.ts";
import { StateBadge, type Tone } from "../shell/state-badge.tsx";

const TONES: Record<Campaign["state"], Tone> = {
  draft: "neutral",
  scheduled: "warning",
  running: "good",
  paused: "warning",
  completed: "good",
  cancelled: "neutral",
};

export function CampaignState({ state }: { state: Campaign["state"] }) {
  const { t } = useTranslation("campaigns");
  return <StateBadge tone={TONES[state]}>{t(`state.${state}`)}</StateBadge>;
}
