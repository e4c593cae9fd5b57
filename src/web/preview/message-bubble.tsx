/** One message as WhatsApp shows it, of any kind the product sends or receives. */
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MessageContent } from "../../domain/message-content.ts";
import classes from "./bubble.module.css";
import { BubbleButtons } from "./bubble-buttons.tsx";
import { MessageBody } from "./message-body.tsx";

export type BubbleStatus = "queued" | "sending" | "sent" | "delivered" | "read" | "failed" | "unknown" | "dropped" | "received";

export interface BubblePress {
  kind: "button" | "list_row";
  id?: string;
  title: string;
}

export interface MessageBubbleProps {
  content: MessageContent;
  /** `out` is green and on the right: written by whoever holds this phone. */
  side: "in" | "out";
  /** Already formatted. */
  time?: string;
  status?: BubbleStatus;
  /** Where a file of ours (`mediaId`) can be read. */
  mediaUrl?(mediaId: string): string;
  /** Makes the buttons work; without it they are only shown. */
  onPress?(press: BubblePress): void;
  /** Reactions, error lines. */
  children?: ReactNode;
}

export function MessageBubble({ content, side, time, status, mediaUrl, onPress, children }: MessageBubbleProps) {
  return (
    <div className={classes["row"]} data-side={side}>
      <div
        className={classes["bubble"]}
        data-side={side}
        data-kind={content.type}
        data-sticker={(content.type === "media" && content.mediaType === "sticker") || undefined}
      >
        <MessageBody content={content} {...(mediaUrl && { mediaUrl })} />
        {(time !== undefined || status !== undefined) && (
          <span className={classes["meta"]}>
            {time}
            {status !== undefined && side === "out" && <Ticks status={status} />}
          </span>
        )}
        <BubbleButtons content={content} {...(onPress && { onPress })} />
        {children}
      </div>
    </div>
  );
}

export function Ticks({ status }: { status: BubbleStatus }) {
  const { t } = useTranslation("preview");
  const icon =
    status === "queued" || status === "sending" || status === "unknown" ? (
      <IconClock size={14} />
    ) : status === "sent" ? (
      <IconCheck size={16} />
    ) : status === "delivered" || status === "read" ? (
      <IconChecks size={16} />
    ) : status === "failed" || status === "dropped" ? (
      <IconAlertCircle size={14} />
    ) : null;
  return icon === null ? null : (
    <span className={classes["ticks"]} data-status={status} role="img" aria-label={t(`status.${status}`)} title={t(`status.${status}`)}>
      {icon}
    </span>
  );
}
