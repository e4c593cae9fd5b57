/** The buttons under a bubble. A list opens its sheet. */
import { CopyButton } from "@mantine/core";
import { IconArrowBackUp, IconCopy, IconExternalLink, IconForms, IconList, IconPhone } from "@tabler/icons-react";
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageContent, TemplateContent, TemplateLook } from "../../domain/message-content.ts";
import classes from "./bubble.module.css";
import { ListSheet } from "./list-sheet.tsx";
import type { BubblePress } from "./message-bubble.tsx";

export function BubbleButtons({ content, onPress }: { content: MessageContent; onPress?: (press: BubblePress) => void }) {
  const [opened, setOpened] = useState(false);
  switch (content.type) {
    case "buttons":
      return (
        <div className={classes["buttons"]}>
          {content.buttons.map((button) => (
            <Button
              key={button.id}
              icon={<IconArrowBackUp size={16} />}
              label={button.title}
              {...(onPress && { onClick: () => onPress({ kind: "button", id: button.id, title: button.title }) })}
            />
          ))}
        </div>
      );
    case "list":
      return (
        <div className={classes["buttons"]}>
          <Button icon={<IconList size={16} />} label={content.button} onClick={() => setOpened(true)} />
          {opened && (
            <ListSheet
              content={content}
              close={() => setOpened(false)}
              {...(onPress && {
                onPick: (row: { id: string; title: string }) => {
                  setOpened(false);
                  onPress({ kind: "list_row", id: row.id, title: row.title });
                },
              })}
            />
          )}
        </div>
      );
    case "cta_url":
      return (
        <div className={classes["buttons"]}>
          <Button icon={<IconExternalLink size={16} />} label={content.label} href={content.url} />
        </div>
      );
    case "template":
      return <TemplateButtons content={content} {...(onPress && { onPress })} />;
    default:
      return null;
  }
}

type LookButton = NonNullable<TemplateLook["buttons"]>[number];

const ICONS: Record<LookButton["type"], ComponentType<{ size: number }> | null> = {
  quick_reply: IconArrowBackUp,
  url: IconExternalLink,
  phone_number: IconPhone,
  copy_code: IconCopy,
  otp: IconCopy,
  flow: IconForms,
  other: null,
};
/** Of more than three WhatsApp shows the first two, and the others on a sheet. */
const MAX_SHOWN = 3;
const SHOWN_OF_MANY = 2;

function TemplateButtons({ content, onPress }: { content: TemplateContent; onPress?: (press: BubblePress) => void }) {
  const { t } = useTranslation("preview");
  const [all, setAll] = useState(false);
  // Messages of before the look was kept know their titles only.
  const buttons = content.look ? content.look.buttons : content.buttons?.map((text): LookButton => ({ type: "quick_reply", text }));
  if (!buttons || buttons.length === 0) return null;
  const many = buttons.length > MAX_SHOWN && !all;
  return (
    <div className={classes["buttons"]}>
      {buttons.slice(0, many ? SHOWN_OF_MANY : undefined).map((button, index) => (
        <TemplateButton key={index} button={button} {...(onPress && { onPress })} />
      ))}
      {many && <Button icon={<IconList size={16} />} label={t("allOptions")} onClick={() => setAll(true)} />}
    </div>
  );
}

function TemplateButton({ button: { type, text, url, code }, onPress }: { button: LookButton; onPress?: (press: BubblePress) => void }) {
  const { t } = useTranslation("preview");
  const Icon = ICONS[type];
  const icon = Icon && <Icon size={16} />;
  // WhatsApp sets this label, in the language of the phone.
  const label = type === "copy_code" || (type === "otp" && text === "Copy code") ? t("copyCode") : text;
  if (code !== undefined && onPress)
    return (
      <CopyButton value={code}>
        {({ copied, copy }) => <Button icon={icon} label={copied ? t("copied") : label} onClick={copy} />}
      </CopyButton>
    );
  return (
    <Button
      icon={icon}
      label={label}
      {...(url !== undefined && { href: url })}
      {...(onPress && type === "quick_reply" && { onClick: () => onPress({ kind: "button", title: text }) })}
    />
  );
}

function Button({ icon, label, onClick, href }: { icon: ReactNode; label: string; onClick?: () => void; href?: string }) {
  const inner = (
    <>
      <span aria-hidden>{icon}</span>
      {label}
    </>
  );
  if (href !== undefined && /^https?:\/\/[^\s{]+$/.test(href)) {
    return (
      <a className={classes["button"]} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {inner}
      </a>
    );
  }
  return onClick ? (
    <button type="button" className={classes["button"]} onClick={onClick}>
      {inner}
    </button>
  ) : (
    <span className={classes["button"]}>{inner}</span>
  );
}
