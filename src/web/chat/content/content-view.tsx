/** What a message says, as WhatsApp shows it. With `act` its buttons can be pressed: the phone on the screen uses that. */
import { Text } from "@mantine/core";
import { IconExternalLink, IconList, IconMapPin, IconShoppingCart, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MessageContent, MessageHeader } from "../../../domain/message-content.ts";
import { contentText } from "../../../domain/message-content.ts";
import classes from "./content.module.css";
import { FormattedText } from "./formatted-text.tsx";
import { MediaView } from "./media-view.tsx";

export interface ContentActions {
  press: (button: { id?: string; title: string }) => void;
  openList: () => void;
}

export function ContentView({ content, act }: { content: MessageContent; act?: ContentActions }) {
  const { t } = useTranslation("chat");
  switch (content.type) {
    case "text":
      return <FormattedText text={content.text} />;
    case "media":
      return (
        <>
          <MediaView media={content} />
          {content.caption && <FormattedText text={content.caption} />}
        </>
      );
    case "buttons":
      return (
        <>
          <Framed content={content} />
          <Choices titles={content.buttons} act={act} />
        </>
      );
    case "list":
      return (
        <>
          <Framed content={content} />
          <div className={classes.choices}>
            <Choice act={act && act.openList}>
              <IconList size={16} aria-hidden /> {content.button}
            </Choice>
          </div>
        </>
      );
    case "cta_url":
      return (
        <>
          <Framed content={content} />
          <div className={classes.choices}>
            <a className={classes.choice} href={/^https?:\/\//i.test(content.url) ? content.url : undefined} target="_blank" rel="noopener noreferrer nofollow">
              <IconExternalLink size={16} aria-hidden /> {content.label}
            </a>
          </div>
        </>
      );
    case "template":
      return (
        <>
          {content.headerText && <strong className={classes.header}>{content.headerText}</strong>}
          {content.headerMedia && <MediaView media={content.headerMedia} />}
          {content.headerLocation && <Place place={content.headerLocation} />}
          <FormattedText text={content.renderedText ?? t("templateNamed", { name: content.template })} />
          <Choices titles={(content.buttons ?? []).map((title) => ({ title }))} act={act} />
        </>
      );
    case "location":
      return <Place place={content} />;
    case "contacts":
      return (
        <>
          {content.contacts.map((card) => (
            <div key={card.name + card.phones[0]?.phone} className={classes.file}>
              <IconUser size={20} aria-hidden />
              <span>
                {card.name}
                <Text size="xs" c="dimmed">
                  {card.phones.map(({ phone }) => phone).join(", ")}
                </Text>
              </span>
            </div>
          ))}
        </>
      );
    case "order":
      return (
        <>
          <div className={classes.file}>
            <IconShoppingCart size={20} aria-hidden />
            <span>
              {t("order", { count: content.items.length })}
              {content.items.map((item) => (
                <Text key={item.sku} size="xs">
                  {item.quantity} × {item.sku} · {item.price} {item.currency}
                </Text>
              ))}
            </span>
          </div>
          {content.text && <FormattedText text={content.text} />}
        </>
      );
    case "button_reply":
      return (
        <>
          <FormattedText text={content.text} />
          {content.description && (
            <Text size="xs" c="dimmed">
              {content.description}
            </Text>
          )}
        </>
      );
    case "call_permission_request":
    case "form_reply":
      return <FormattedText text={contentText(content) || t(`kind.${content.type}`)} />;
    default:
      return (
        <Text size="sm" fs="italic" c="dimmed">
          {t(`kind.${content.type}`)}
        </Text>
      );
  }
}

function Framed({ content }: { content: { text: string; header?: MessageHeader; footer?: string } }) {
  return (
    <>
      {content.header && ("text" in content.header ? <strong className={classes.header}>{content.header.text}</strong> : <MediaView media={content.header} />)}
      <FormattedText text={content.text} />
      {content.footer && <div className={classes.footer}>{content.footer}</div>}
    </>
  );
}

function Choices({ titles, act }: { titles: { id?: string; title: string }[]; act: ContentActions | undefined }) {
  if (titles.length === 0) return null;
  return (
    <div className={classes.choices}>
      {titles.map((button) => (
        <Choice key={button.id ?? button.title} act={act && (() => act.press(button))}>
          {button.title}
        </Choice>
      ))}
    </div>
  );
}

function Choice({ act, children }: { act: (() => void) | undefined; children: React.ReactNode }) {
  return act ? (
    <button type="button" className={classes.choice} onClick={act}>
      {children}
    </button>
  ) : (
    <span className={classes.choice}>{children}</span>
  );
}

function Place({ place }: { place: { latitude: number; longitude: number; name?: string; address?: string } }) {
  const { t } = useTranslation("chat");
  return (
    <a
      className={classes.file}
      href={`https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}#map=16/${place.latitude}/${place.longitude}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <IconMapPin size={20} aria-hidden />
      <span>
        {place.name ?? t("media.location")}
        <Text size="xs" c="dimmed">
          {place.address ?? `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`}
        </Text>
      </span>
    </a>
  );
}
