/** A telephone call, in one line between the messages. */
import { IconPhoneIncoming, IconPhoneOff, IconPhoneOutgoing } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "../../contract/timeline.ts";
import classes from "./chat.module.css";

export type CallEntry = Extract<TimelineEntry, { kind: "call" }>;

/** "Missed call", "Eva called: success, 42 s". */
export function useCallText() {
  const { t } = useTranslation("chat");
  return ({ direction, outcome, agent, duration, provider }: CallEntry): string => {
    const how = outcome === null ? t("call.goesOn") : t(`call.outcome.${outcome}`);
    const length = duration ? `, ${t("call.seconds", { count: duration })}` : "";
    const where = provider === "whatsapp" ? t("call.onWhatsApp") : "";
    if (direction === "inbound")
      return outcome === "no_answer" ? `${t("call.missed")}${where}` : `${t("call.incoming")}${where}: ${how}${length}`;
    return `${agent ? t("call.agentCalled", { name: agent }) : t("call.outgoing")}${where}: ${how}${length}`;
  };
}

export function callIcon({ direction, outcome }: CallEntry) {
  if (outcome === "no_answer" || outcome === "failed") return IconPhoneOff;
  return direction === "inbound" ? IconPhoneIncoming : IconPhoneOutgoing;
}

export function CallEvent({ call }: { call: CallEntry }) {
  const text = useCallText();
  const Icon = callIcon(call);
  return (
    <div className={classes.event}>
      <Icon size={14} aria-hidden /> {text(call)}
      {call.summary && <> · “{call.summary}”</>}
    </div>
  );
}
