/** A template as it will look on the phone. */
import { useTranslation } from "react-i18next";
import type { TemplateText } from "../../contract/template-definition.ts";
import type { TemplateContent } from "../../domain/message-content.ts";
import { fillVariables } from "../../domain/template-definition.ts";
import { templateLook } from "../../domain/template-look.ts";
import { mediaUrl } from "../chat/media-url.ts";
import { MessageBubble } from "../preview/message-bubble.tsx";
import classes from "./templates.module.css";

export function TemplatePreview({ definition, values }: { definition: TemplateText; values: Record<string, string | undefined> }) {
  const { t } = useTranslation("templates");
  return (
    <div className={classes.wallpaper} role="img" aria-label={t("previewLabel")}>
      {/* A picture: nothing in it can be pressed, also where the whole of it is a link. */}
      <div inert>
        <MessageBubble side="in" content={contentOf(definition, values, t("emptyBody"))} mediaUrl={mediaUrl} />
      </div>
    </div>
  );
}

function contentOf(definition: TemplateText, values: Record<string, string | undefined>, empty: string): TemplateContent {
  const { header, body } = definition;
  // What is still empty stays visible as a variable.
  const filled = Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
  return {
    type: "template",
    template: "",
    language: "",
    variables: {},
    renderedText: fillVariables(body, filled) || empty,
    look: templateLook(definition, header?.type === "text" && header.example ? { headerText: header.example } : {}),
    ...(header && header.type !== "text" && header.type !== "location" && { headerMedia: { mediaType: header.type, ...fileOf(header) } }),
  };
}

function fileOf({ mediaId, url, filename }: { mediaId?: string | undefined; url?: string | undefined; filename?: string | undefined }) {
  return { ...(mediaId && { mediaId }), ...(url && { url }), ...(filename && { filename }) };
}
