/** What stands inside a bubble, above its buttons. */
import {
  IconFile,
  IconMapPin,
  IconMicrophone,
  IconMovie,
  IconMusic,
  IconPhone,
  IconPhoto,
  IconShoppingBag,
  IconUserCircle,
} from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaReference, MediaType, MessageContent, MessageHeader, TemplateContent } from "../../domain/message-content.ts";
import { formatMoney } from "../ui/format.ts";
import classes from "./bubble.module.css";
import { WhatsAppText } from "./whatsapp-text.tsx";

type Resolve = (mediaId: string) => string;

interface MessageBodyProps {
  content: MessageContent;
  mediaUrl?: Resolve;
  /** Why the customer's file is not here. */
  absent?: "fetching" | "lost" | null;
}

export function MessageBody({ content, mediaUrl, absent = null }: MessageBodyProps) {
  const { t, i18n } = useTranslation("preview");
  switch (content.type) {
    case "text":
      return <Words text={content.text} />;
    case "media":
      return (
        <>
          {absent ? (
            <AbsentFile mediaType={content.mediaType} name={content.voice ? t("voice") : content.filename} why={absent} />
          ) : (
            <Media
              mediaType={content.mediaType}
              reference={content}
              name={content.filename}
              mediaUrl={mediaUrl}
              voice={content.voice === true}
            />
          )}
          {content.caption && <Words text={content.caption} />}
        </>
      );
    case "buttons":
    case "list":
    case "cta_url":
      return (
        <>
          {content.header && <Header header={content.header} mediaUrl={mediaUrl} />}
          <Words text={content.text} />
          {content.footer && <div className={classes["footer"]}>{content.footer}</div>}
        </>
      );
    case "call_permission_request":
      return <Words text={content.text} />;
    case "template":
      return (
        <>
          <TemplateHeader content={content} mediaUrl={mediaUrl} />
          <Words text={content.renderedText ?? content.template} />
          {content.look?.footer && <div className={classes["footer"]}>{content.look.footer}</div>}
        </>
      );
    case "location":
      return <Place place={content} />;
    case "contacts":
      return (
        <>
          {content.contacts.map((card, index) => (
            <div key={index} className={classes["card"]}>
              <IconUserCircle size={36} stroke={1.4} aria-hidden />
              <span>
                <strong className={classes["line"]}>{card.name}</strong>
                <span className={classes["footer"]}>
                  {[...card.phones.map(({ phone }) => phone), ...(card.emails ?? []).map(({ email }) => email)].join(", ")}
                </span>
              </span>
            </div>
          ))}
        </>
      );
    case "button_reply":
      return <Words text={content.text} />;
    case "order":
      return (
        <div className={classes["card"]}>
          <IconShoppingBag size={32} stroke={1.4} aria-hidden />
          <span>
            <strong className={classes["line"]}>{t("order", { count: content.items.length })}</strong>
            {content.items.map((item, index) => (
              <span key={index} className={classes["footer"]}>
                {item.quantity} × {item.sku}
                {item.currency !== "" && ` · ${formatMoney(item.price, item.currency, i18n.language)}`}
              </span>
            ))}
            {content.text && <Words text={content.text} />}
          </span>
        </div>
      );
    case "reaction":
      return <Words text={content.emoji ?? t("reactionRemoved")} />;
    case "form_reply":
      return <Words text={content.text ?? t("form")} />;
    case "call_permission_reply":
      return (
        <span className={classes["line"]}>
          <IconPhone size={16} aria-hidden /> {t(content.accepted ? "callAllowed" : "callRefused")}
        </span>
      );
    default:
      return <em className={classes["footer"]}>{t("unsupported")}</em>;
  }
}

function Words({ text }: { text: string }) {
  return (
    <div className={classes["words"]}>
      <WhatsAppText text={text} />
    </div>
  );
}

function Header({ header, mediaUrl }: { header: MessageHeader; mediaUrl: Resolve | undefined }) {
  if ("text" in header) return <div className={classes["headerText"]}>{header.text}</div>;
  return <Media mediaType={header.mediaType} reference={header} name={header.filename} mediaUrl={mediaUrl} />;
}

/** Messages of before the look was kept have the values only. */
function TemplateHeader({ content, mediaUrl }: { content: TemplateContent; mediaUrl: Resolve | undefined }) {
  const { headerMedia, headerLocation, headerText, look } = content;
  const header = look?.header;
  if (headerMedia)
    return <Media mediaType={headerMedia.mediaType} reference={headerMedia} name={headerMedia.filename} mediaUrl={mediaUrl} />;
  if (headerLocation) return <Place place={headerLocation} />;
  if (header?.type === "location") return <Place place={undefined} />;
  if (header && header.type !== "text") return <Media mediaType={header.type} reference={{}} name={undefined} mediaUrl={undefined} />;
  const text = header?.text ?? headerText;
  return text ? <div className={classes["headerText"]}>{text}</div> : null;
}

function Place({ place }: { place: TemplateContent["headerLocation"] }) {
  const { t } = useTranslation("preview");
  const map = (
    <div className={classes["map"]} aria-hidden>
      <IconMapPin size={32} />
    </div>
  );
  if (!place) {
    return (
      <>
        {map}
        <strong className={classes["line"]}>{t("location")}</strong>
      </>
    );
  }
  const { latitude, longitude, name, address } = place;
  return (
    <a
      className={classes["place"]}
      href={`https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`}
      target="_blank"
      rel="noopener noreferrer"
      title={t("openMap")}
    >
      {map}
      <strong className={classes["line"]}>{name ?? t("location")}</strong>
      <span className={classes["address"]}>{address ?? `${latitude}, ${longitude}`}</span>
    </a>
  );
}

const ICONS: Record<MediaType, ComponentType<{ size?: number; stroke?: number }>> = {
  image: IconPhoto,
  video: IconMovie,
  document: IconFile,
  audio: IconMusic,
  sticker: IconPhoto,
};

interface MediaProps {
  mediaType: MediaType;
  reference: MediaReference;
  name: string | undefined;
  mediaUrl: Resolve | undefined;
  voice?: boolean;
}

function Media({ mediaType, reference, name, mediaUrl, voice = false }: MediaProps) {
  const { t } = useTranslation("preview");
  // A picture that cannot be fetched here may be there for WhatsApp: its place is kept.
  const [broken, setBroken] = useState<string>();
  const source =
    reference.mediaId !== undefined && mediaUrl
      ? mediaUrl(reference.mediaId)
      : reference.url !== undefined && /^https?:\/\/[^\s{]+$/.test(reference.url)
        ? reference.url
        : undefined;
  const Icon = voice ? IconMicrophone : ICONS[mediaType];
  const label = voice ? t("voice") : (name ?? t(`media.${mediaType}`));
  if (source !== undefined && source !== broken) {
    // The page of a stranger must not learn where the operator works.
    if (mediaType === "image" || mediaType === "sticker")
      return (
        <img
          className={classes["image"]}
          data-sticker={mediaType === "sticker" || undefined}
          src={source}
          alt={label}
          loading="lazy"
          referrerPolicy="no-referrer"
          onError={() => setBroken(source)}
        />
      );
    const playable = { src: source, controls: true, preload: "metadata", "aria-label": label, onError: () => setBroken(source) } as const;
    if (mediaType === "video") return <video className={classes["image"]} {...playable} />;
    if (mediaType === "audio")
      return (
        <div className={classes["audio"]}>
          <span className={classes["footer"]}>
            <Icon size={14} stroke={1.5} aria-hidden /> {label}
          </span>
          <audio {...playable} />
        </div>
      );
  }
  // What this browser cannot show or play, another program may.
  if (source !== undefined && (mediaType === "document" || (source === broken && reference.mediaId !== undefined))) {
    return (
      <a className={classes["file"]} href={source} target="_blank" rel="noopener noreferrer">
        <Icon size={24} stroke={1.5} /> {label}
      </a>
    );
  }
  if (mediaType === "document" || mediaType === "audio") {
    return (
      <div className={classes["file"]}>
        <Icon size={24} stroke={1.5} /> {label}
      </div>
    );
  }
  return (
    <div className={classes["placeholder"]} role="img" aria-label={label}>
      <Icon size={32} stroke={1.4} />
    </div>
  );
}

function AbsentFile({ mediaType, name, why }: { mediaType: MediaType; name: string | undefined; why: "fetching" | "lost" }) {
  const { t } = useTranslation("preview");
  const Icon = ICONS[mediaType];
  return (
    <div className={classes["card"]}>
      <Icon size={24} stroke={1.5} />
      <span>
        <strong className={classes["line"]}>{name ?? t(`media.${mediaType}`)}</strong>
        <span className={classes["footer"]}>{t(`absent.${why}`)}</span>
      </span>
    </div>
  );
}
