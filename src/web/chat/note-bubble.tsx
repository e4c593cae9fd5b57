import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { handOverText } from "../agents/hand-over-text.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import classes from "./chat.module.css";

export function NoteBubble({
  note,
}: {
  note: {
    text: string;
    author: { name: string } | null;
    automation: { name: string } | null;
    agent: { name: string } | null;
    createdAt: string;
  };
}) {
  const { t } = useTranslation(["chat", "agents", "integrations"]);
  return (
    <div className={classes.note}>
      <span style={{ whiteSpace: "pre-wrap" }}>{note.agent ? handOverText(note.text) : note.text}</span>
      <span className={classes.meta}>
        <IconLock size={12} aria-hidden />{" "}
        {t("noteBy", { name: note.author?.name ?? note.automation?.name ?? note.agent?.name ?? t("automation") })} ·{" "}
        <RelativeTime at={note.createdAt} />
      </span>
    </div>
  );
}
