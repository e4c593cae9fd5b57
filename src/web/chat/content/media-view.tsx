/** A photo, film, voice note or file inside a message. */
import { Anchor, Group, Skeleton, Text } from "@mantine/core";
import { IconFile, IconPhoto } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MediaReference, MediaType } from "../../../domain/message-content.ts";
import { mediaSource } from "./media-source.ts";
import classes from "./content.module.css";

interface MediaViewProps {
  media: MediaReference & { mediaType: MediaType; filename?: string | undefined };
}

export function MediaView({ media }: MediaViewProps) {
  const { t } = useTranslation("chat");
  const source = mediaSource(media);
  if (!source) {
    return (
      <Group gap="xs" className={classes.file}>
        <IconPhoto size={20} aria-hidden />
        <Text size="sm">{t(`media.${media.mediaType}`)}</Text>
        <Skeleton height={8} width={48} />
      </Group>
    );
  }
  switch (media.mediaType) {
    case "image":
    case "sticker":
      return (
        <a href={source} target="_blank" rel="noopener noreferrer">
          <img className={media.mediaType === "sticker" ? classes.sticker : classes.image} src={source} alt={media.filename ?? t(`media.${media.mediaType}`)} loading="lazy" />
        </a>
      );
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: customers' films have no captions.
      return <video className={classes.image} src={source} controls preload="metadata" />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: voice notes have no captions.
      return <audio className={classes.audio} src={source} controls preload="metadata" />;
    default:
      return (
        <Anchor href={source} target="_blank" rel="noopener noreferrer" className={classes.file}>
          <IconFile size={20} aria-hidden />
          <Text size="sm" lineClamp={1}>
            {media.filename ?? t("media.document")}
          </Text>
        </Anchor>
      );
  }
}
