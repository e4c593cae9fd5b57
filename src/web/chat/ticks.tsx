/** How far a message has come: clock, one tick, two ticks, two coloured ticks, or the sign of a failure. */
import { IconAlertCircle, IconBan, IconCheck, IconChecks, IconClock, IconQuestionMark } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

const SIZE = 15;

export function Ticks({ status }: { status: string }) {
  const { t } = useTranslation("chat");
  const icon = iconOf(status);
  return icon ? (
    <span role="img" aria-label={t(`status.${status}`)} title={t(`status.${status}`)} style={{ display: "inline-flex" }}>
      {icon}
    </span>
  ) : null;
}

function iconOf(status: string) {
  switch (status) {
    case "queued":
    case "sending":
      return <IconClock size={SIZE} />;
    case "sent":
      return <IconCheck size={SIZE} />;
    case "delivered":
      return <IconChecks size={SIZE} />;
    case "read":
      return <IconChecks size={SIZE} color="light-dark(#1380b8, #53bdeb)" />;
    case "failed":
      return <IconAlertCircle size={SIZE} color="var(--parola-danger)" />;
    case "dropped":
      return <IconBan size={SIZE} />;
    case "unknown":
      return <IconQuestionMark size={SIZE} />;
    default:
      return null;
  }
}
