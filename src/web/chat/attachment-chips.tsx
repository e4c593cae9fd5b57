import { CloseButton, Loader } from "@mantine/core";
import { IconFile, IconMusic, IconPhoto, IconVideo } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./chat.module.css";
import type { Attachments } from "./use-attachments.ts";

const ICONS = { image: IconPhoto, video: IconVideo, audio: IconMusic, document: IconFile };

export function AttachmentChips({ files }: { files: Attachments }) {
  const { t } = useTranslation("chat");
  if (files.items.length === 0) return null;
  return (
    <div className={classes.chips}>
      {files.items.map((item) => {
        const Icon = ICONS[item.mediaType];
        return (
          <span key={item.key} className={classes.chip}>
            {item.mediaId ? <Icon size={16} aria-hidden /> : <Loader size={14} role="status" aria-label={t("uploading")} />}
            <span>{item.name}</span>
            <CloseButton size="xs" aria-label={t("removeFile", { name: item.name })} onClick={() => files.remove(item.key)} />
          </span>
        );
      })}
    </div>
  );
}
