/** The sheet that a list message opens from the bottom of the phone. */
import { FocusTrap } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListContent, ListRow } from "../../domain/message-content.ts";
import classes from "./list-sheet.module.css";

export function ListSheet({ content, close, onPick }: { content: ListContent; close(): void; onPick?: (row: ListRow) => void }) {
  const { t } = useTranslation(["preview", "common"]);
  const [chosen, setChosen] = useState<ListRow | null>(null);
  return (
    <div className={classes["backdrop"]} onClick={close}>
      <FocusTrap>
        <div
          className={classes["sheet"]}
          role="dialog"
          aria-label={content.button}
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.key === "Escape" && close()}
        >
          <div className={classes["head"]}>
            <button type="button" className={classes["close"]} aria-label={t("common:close")} onClick={close}>
              <IconX size={18} />
            </button>
            <strong>{content.button}</strong>
          </div>
          <div className={classes["rows"]}>
            {content.sections.map((section, index) => (
              <div key={index} role="radiogroup" aria-label={section.title ?? content.button}>
                {section.title && <div className={classes["section"]}>{section.title}</div>}
                {section.rows.map((row) => (
                  <label key={row.id} className={classes["row"]}>
                    <span>
                      <span className={classes["title"]}>{row.title}</span>
                      {row.description && <span className={classes["description"]}>{row.description}</span>}
                    </span>
                    <input type="radio" name="row" checked={chosen?.id === row.id} onChange={() => setChosen(row)} />
                  </label>
                ))}
              </div>
            ))}
          </div>
          {onPick && (
            <button type="button" className={classes["send"]} disabled={chosen === null} onClick={() => chosen && onPick(chosen)}>
              {t("send")}
            </button>
          )}
        </div>
      </FocusTrap>
    </div>
  );
}
