/** A template as it will look on the phone. */
import { IconCopy, IconExternalLink, IconFile, IconMapPin, IconPhone, IconPhoto, IconVideo } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TemplateText } from "../../contract/template-definition.ts";
import { fillVariables, templateButtonText } from "../../domain/template-definition.ts";
import { mediaUrl } from "../chat/media-url.ts";
import { WhatsAppText } from "../preview/whatsapp-text.tsx";
import classes from "./templates.module.css";

const MEDIA_ICONS = { image: IconPhoto, video: IconVideo, document: IconFile };
const BUTTON_ICONS = { url: IconExternalLink, phone_number: IconPhone, copy_code: IconCopy } as const;

export function TemplatePreview({ definition, values }: { definition: TemplateText; values: Record<string, string | undefined> }) {
  const { t } = useTranslation("templates");
  const { header, body, footer, buttons } = definition;
  // What is still empty stays visible as a variable.
  const filled = Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
  return (
    <div className={classes.wallpaper} role="img" aria-label={t("previewLabel")}>
      <div className={classes.bubble}>
        {header?.type === "text" && header.text && <strong className={classes.headerText}>{fillVariables(header.text, filled)}</strong>}
        {header?.type === "location" && (
          <div className={classes.headerMedia}>
            <IconMapPin size={28} aria-hidden />
          </div>
        )}
        {header && header.type !== "text" && header.type !== "location" && <HeaderMedia header={header} />}
        <div className={classes.words}>
          <WhatsAppText text={fillVariables(body, filled) || t("emptyBody")} />
        </div>
        {footer && <div className={classes.footer}>{footer}</div>}
        {buttons.length > 0 && (
          <div className={classes.buttons}>
            {buttons.map((button, index) => {
              const Icon = BUTTON_ICONS[button.type as "url"];
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: buttons are their position.
                <span key={index} className={classes.button}>
                  {Icon && <Icon size={15} aria-hidden />}
                  {button.type === "copy_code" ? t("copyCode") : templateButtonText(button)}
                </span>
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}

function HeaderMedia({
  header,
}: {
  header: { type: "image" | "video" | "document"; mediaId?: string | undefined; url?: string | undefined; filename?: string | undefined };
}) {
  const Icon = MEDIA_ICONS[header.type];
  const source = header.mediaId ? mediaUrl(header.mediaId) : header.url;
  if (header.type === "image" && source) return <img className={classes.headerImage} src={source} alt="" />;
  return (
    <div className={classes.headerMedia}>
      <Icon size={28} aria-hidden /> {header.filename}
    </div>
  );
}
