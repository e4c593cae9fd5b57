/** The sandbox phone beside the page; on a telephone it fills the screen. */
import { CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePhoneOpen } from "../shell/phone-open.ts";
import classes from "./phone.module.css";
import { Phone } from "./phone.tsx";

export function PhoneDrawer() {
  const { t } = useTranslation("phone");
  const [, setOpen] = usePhoneOpen();
  return (
    <aside className={classes.drawer} aria-label={t("title")} data-sandbox-phone>
      <div className={classes.drawerHeader}>
        <span>{t("title")}</span>
        <CloseButton aria-label={t("close")} onClick={() => setOpen(false)} />
      </div>
      <Phone />
    </aside>
  );
}
