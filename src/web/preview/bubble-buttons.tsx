/** The buttons under a bubble. A list opens its sheet. */
import { IconArrowBackUp, IconExternalLink, IconList } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { MessageContent } from "../../domain/message-content.ts";
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
      return content.buttons && content.buttons.length > 0 ? (
        <div className={classes["buttons"]}>
          {content.buttons.map((title) => (
            <Button
              key={title}
              icon={<IconArrowBackUp size={16} />}
              label={title}
              {...(onPress && { onClick: () => onPress({ kind: "button", title }) })}
            />
          ))}
        </div>
      ) : null;
    default:
      return null;
  }
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
