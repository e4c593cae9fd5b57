/** Numbers of the live mode: on the node how many came, wait and failed; on an exit how many took it. */
import { useTranslation } from "react-i18next";
import { formatCompact, formatNumber } from "../../ui/format.ts";
import { useBuilderContext } from "../builder-context.ts";
import { useObservable } from "../observable.ts";
import classes from "./live-badge.module.css";

export function LiveBadge({ id }: { id: string }) {
  const { live } = useBuilderContext();
  const isLive = useObservable(live, (map) => map !== null);
  return isLive ? <Counts id={id} /> : null;
}

function Counts({ id }: { id: string }) {
  const { t } = useTranslation("builder");
  const { live, onCountClick } = useBuilderContext();
  const counts = useObservable(live, (map) => map?.get(id));
  if (!counts) return <div className={classes["badges"]} />;
  return (
    <div className={classes["badges"]}>
      <Count
        value={counts.entered}
        tone="entered"
        label={t("live.entered", { count: counts.entered })}
        onClick={() => onCountClick?.(id, "entered")}
      />
      {counts.waiting > 0 && (
        <Count
          value={counts.waiting}
          tone="waiting"
          label={t("live.waiting", { count: counts.waiting })}
          onClick={() => onCountClick?.(id, "waiting")}
        />
      )}
      {counts.errors > 0 && (
        <Count
          value={counts.errors}
          tone="errors"
          label={t("live.errors", { count: counts.errors })}
          onClick={() => onCountClick?.(id, "errors")}
        />
      )}
    </div>
  );
}

function Count({ value, tone, label, onClick }: { value: number; tone: string; label: string; onClick(): void }) {
  const { i18n } = useTranslation();
  return (
    <button
      type="button"
      className={`nodrag ${classes["count"]}`}
      data-tone={tone}
      aria-label={label}
      title={`${label}\n${formatNumber(value, i18n.language)}`}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      {formatCompact(value, i18n.language)}
    </button>
  );
}

export function LiveExit({ id, exit }: { id: string; exit: string }) {
  const { live, onCountClick, tools } = useBuilderContext();
  const count = useObservable(live, (map) => (map === null ? null : (map.get(id)?.exits[exit] ?? 0)));
  if (count === null) return null;
  return <Count value={count} tone="exit" label={tools.t("live.took", { count })} onClick={() => onCountClick?.(id, { exit })} />;
}
