/** Every WhatsApp number and whether it works, always in sight. The colour is never alone: shape and words go with it. */
import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconFlask, IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../contract/channels.ts";
import { api } from "../api.ts";
import { useLiveState } from "./live-store.ts";
import classes from "./shell.module.css";
import { useMay, useWorkspaceSlug } from "./use-me.ts";

export function ChannelStates({ compact }: { compact: boolean }) {
  const { t } = useTranslation(["shell", "chat"], { useSuspense: false });
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const live = useLiveState();
  const { data } = useQuery(api.channels.list.queryOptions({ enabled: may("channels:read") }));
  return (
    <>
      {live === "lost" && (
        <div role="status" className={classes.link} style={{ color: "var(--parola-warning)" }}>
          <IconPlugConnectedX size={18} stroke={1.6} color="var(--parola-warning)" />
          {!compact && t("live.lost")}
        </div>
      )}
      {data?.items.map((channel) => (
        <Tooltip key={channel.id} label={stateText(channel, t)} position="right" multiline maw={280}>
          <Link
            to="/w/$workspace/settings/$section"
            params={{ workspace, section: "channels" }}
            className={classes.state}
            aria-label={`${channel.name}: ${stateText(channel, t)}`}
          >
            <StateIcon channel={channel} />
            {!compact && <span style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>{channel.name}</span>}
          </Link>
        </Tooltip>
      ))}
    </>
  );
}

function StateIcon({ channel }: { channel: Channel }) {
  if (channel.status === "stopped") return <IconAlertTriangle size={18} stroke={1.6} color="var(--parola-danger)" />;
  if (channel.quality === "RED" || channel.quality === "YELLOW")
    return <IconAlertTriangle size={18} stroke={1.6} color="var(--parola-warning)" />;
  if (channel.kind === "sandbox") return <IconFlask size={18} stroke={1.6} color="var(--parola-success)" />;
  return <IconCircleCheck size={18} stroke={1.6} color="var(--parola-success)" />;
}

function stateText(channel: Channel, t: (key: string, values?: Record<string, unknown>) => string): string {
  if (channel.status === "stopped")
    return t("channel.stopped", {
      reason: t(`chat:failure.${channel.stoppedReason ?? "by_hand"}`, { defaultValue: channel.stoppedReason ?? "" }),
    });
  if (channel.marketingPausedAt) return t("channel.marketingPaused");
  if (channel.quality === "RED") return t("channel.qualityLow");
  if (channel.quality === "YELLOW") return t("channel.qualityMedium");
  return channel.kind === "sandbox" ? t("channel.sandbox") : t("channel.active", { phone: channel.phone ?? channel.phoneNumberId });
}
