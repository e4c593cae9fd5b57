/** Whom the audience would reach if it were sent now. */
import { Skeleton, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { formatMoney, formatNumber } from "../ui/format.ts";
import classes from "./campaigns.module.css";
import { type Content, hasAudience } from "./content.ts";

/** An automation may send anything: it is counted as what has the strictest rules. */
export function useEstimate({ audience, templates, channelId }: Pick<Content, "audience" | "templates" | "channelId">) {
  const list = useQuery(api.templates.list.queryOptions({ input: {} }));
  const category = list.data?.items.find(({ name }) => name === templates?.[0]?.template)?.category ?? "marketing";
  const [settled] = useDebouncedValue(audience, 300);
  const query = useQuery({
    ...api.campaigns.estimate.queryOptions({ input: { audience: settled, category, channelId } }),
    enabled: hasAudience(settled),
    placeholderData: keepPreviousData,
  });
  return { ...query, category };
}

export function Estimate({ content }: { content: Content }) {
  const { t, i18n } = useTranslation("campaigns");
  const { data, error, category } = useEstimate(content);
  const number = (value: number) => formatNumber(value, i18n.language);
  const left = (["unsubscribed", "notDeclared", "blocked", "unreachable"] as const).filter((key) => (data?.[key] ?? 0) > 0);
  return (
    <section className={classes.card} aria-label={t("estimate.title")} aria-live="polite">
      <Title order={2} size="h5" mb="xs">
        {t("estimate.title")}
      </Title>
      {!hasAudience(content.audience) ? (
        <Text size="sm" c="dimmed">
          {t("estimate.nobody")}
        </Text>
      ) : error ? (
        <ErrorState error={error} />
      ) : !data ? (
        <Skeleton height={72} />
      ) : (
        <>
          <div className={classes.figure}>{number(data.reachable)}</div>
          <Text size="sm" c="dimmed" mb="sm">
            {t("estimate.reachable", { count: data.reachable, all: number(data.total) })}
          </Text>
          {left.map((key) => (
            <div key={key} className={classes.line}>
              <span>{t(`estimate.${key}`)}</span>
              <span>{number(data[key])}</span>
            </div>
          ))}
          {data.notDeclared > 0 && data.total - data.unsubscribed - data.blocked - data.unreachable === data.reachable && (
            <Text size="xs" c="dimmed" mt="xs">
              {t("estimate.notDeclaredReached")}
            </Text>
          )}
          {data.limit && (
            <>
              <div className={classes.line}>
                <span>{t("estimate.limit")}</span>
                <span>{number(data.limit.perDay)}</span>
              </div>
              <Text size="xs" c="dimmed" mt="xs">
                {data.limit.days === 0
                  ? t("estimate.limitToday", { reached: number(data.limit.reached) })
                  : t("estimate.limitDays", { count: data.limit.days, reached: number(data.limit.reached) })}
              </Text>
            </>
          )}
          {data.cost ? (
            <div className={classes.line}>
              <span>{t("estimate.cost")}</span>
              <span>{formatMoney(data.cost.amount, data.cost.currency, i18n.language)}</span>
            </div>
          ) : (
            <Text size="xs" c="dimmed" mt="xs">
              {t("estimate.noPrices")}
            </Text>
          )}
          <Text size="xs" c="dimmed" mt="xs">
            {t("estimate.hint", { category: t(`category.${category}`) })}
          </Text>
        </>
      )}
    </section>
  );
}
