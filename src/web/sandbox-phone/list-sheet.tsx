/** The rows of a list message, over the phone as WhatsApp shows them. */
import { CloseButton, FocusTrap } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import type { SandboxAction } from "../../contract/sandbox.ts";
import classes from "./phone.module.css";

interface ListSheetProps {
  message: Message;
  act: (action: SandboxAction) => void;
  close: () => void;
}

export function ListSheet({ message, act, close }: ListSheetProps) {
  const { t } = useTranslation("phone");
  if (message.content.type !== "list") return null;
  const { button, sections } = message.content;
  return (
    <FocusTrap>
      <div className={classes.sheet} role="dialog" aria-modal="true" aria-label={button} onKeyDown={(event) => event.key === "Escape" && close()}>
        <div className={classes.sheetHeader}>
          <strong>{button}</strong>
          <CloseButton aria-label={t("close")} onClick={close} />
        </div>
        {sections.map((section, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections have no identity of their own.
          <div key={index}>
            {section.title && <div className={classes.sectionTitle}>{section.title}</div>}
            {section.rows.map((row) => (
              <button
                key={row.id}
                type="button"
                className={classes.row}
                onClick={() => {
                  act({ type: "list_row", messageId: message.id, rowId: row.id, title: row.title });
                  close();
                }}
              >
                <span>{row.title}</span>
                {row.description && <span className={classes.rowDescription}>{row.description}</span>}
              </button>
            ))}
          </div>
        ))}
      </div>
    </FocusTrap>
  );
}
