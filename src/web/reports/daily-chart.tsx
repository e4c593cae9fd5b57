/** Messages per day as bars, drawn by hand: two numbers a day need no library. The same figures stand in a table for screen readers. */
import { useTranslation } from "react-i18next";
import { formatNumber, localeOf } from "../ui/format.ts";
import classes from "./reports.module.css";

interface Day {
  day: string;
  received: number;
  sent: number;
}

const HEIGHT = 180;

export function DailyChart({ days }: { days: readonly Day[] }) {
  const { t, i18n } = useTranslation("reports");
  const most = Math.max(1, ...days.map(({ received, sent }) => Math.max(received, sent)));
  const format = new Intl.DateTimeFormat(localeOf(i18n.language), { day: "numeric", month: "short", timeZone: "UTC" });
  const label = (day: string) => format.format(new Date(`${day}T12:00:00Z`));
  return (
    <figure className={classes.chart}>
      <div className={classes.bars} style={{ height: HEIGHT }} aria-hidden>
        <span className={classes.most}>{formatNumber(most, i18n.language)}</span>
        {days.map((one) => (
          <div
            key={one.day}
            className={classes.day}
            title={`${label(one.day)}: ${one.received} ${t("received")}, ${one.sent} ${t("sent")}`}
          >
            <span className={classes.received} style={{ height: `${(one.received / most) * 100}%` }} />
            <span className={classes.sent} style={{ height: `${(one.sent / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{days[0] && label(days[0].day)}</span>
        <span>{days.at(-1) && label(days.at(-1)?.day ?? "")}</span>
      </div>
      <figcaption className={classes.legend}>
        <span>
          <i className={classes.received} /> {t("received")}
        </span>
        <span>
          <i className={classes.sent} /> {t("sent")}
        </span>
      </figcaption>
      <table className="visually-hidden">
        <caption>{t("perDay")}</caption>
        <tbody>
          {days.map((one) => (
            <tr key={one.day}>
              <th scope="row">{label(one.day)}</th>
              <td>
                {one.received} {t("received")}
              </td>
              <td>
                {one.sent} {t("sent")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
