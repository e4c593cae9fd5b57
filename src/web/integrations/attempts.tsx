/** What was sent to the outside and what came back, attempt by attempt. Secrets were taken out by the server. */
import { Code, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../domain/json.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { failureText } from "./failure-text.ts";
import classes from "./integrations.module.css";

interface Exchange {
  method?: string;
  url?: string;
  sent?: string;
  ms?: number;
  status?: number;
  received?: string;
  error?: string;
  detail?: string;
}
interface Attempt {
  at?: number;
  attempt?: number;
  result?: "done" | "failed" | "retry";
  code?: string;
  detail?: string;
  retryAt?: number;
  exchanges?: Exchange[];
}

const TONES = { done: "good", failed: "bad", retry: "warning" } as const;

export function Attempts({ log }: { log: readonly JsonObject[] }) {
  const { t } = useTranslation("integrations");
  if (log.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("attempt.none")}
      </Text>
    );
  return (
    <Stack gap="md">
      {(log as unknown as Attempt[]).toReversed().map((attempt) => (
        <section key={`${attempt.attempt} ${attempt.at}`} aria-label={t("attempt.number", { number: attempt.attempt ?? 1 })}>
          <Group gap="xs" mb={4}>
            <StateBadge tone={TONES[attempt.result ?? "failed"]}>{t(`attempt.result.${attempt.result ?? "failed"}`)}</StateBadge>
            <Text size="sm">{t("attempt.number", { number: attempt.attempt ?? 1 })}</Text>
            {attempt.at !== undefined && (
              <Text size="xs" c="dimmed">
                <RelativeTime at={attempt.at} />
              </Text>
            )}
          </Group>
          {attempt.code && (
            <Text size="sm" mb={4}>
              {failureText(t, attempt.code, attempt.detail)}
              {attempt.retryAt !== undefined && (
                <>
                  {" "}
                  {t("attempt.again")} <RelativeTime at={attempt.retryAt} />.
                </>
              )}
            </Text>
          )}
          {(attempt.exchanges ?? []).map((exchange, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: exchanges are their position.
            <ExchangeView key={index} exchange={exchange} />
          ))}
        </section>
      ))}
    </Stack>
  );
}

function ExchangeView({ exchange }: { exchange: Exchange }) {
  const { t } = useTranslation("integrations");
  return (
    <details>
      <summary className={classes.mono}>
        {exchange.method} {exchange.url} → {exchange.status ?? exchange.error}
        {exchange.ms !== undefined && ` · ${exchange.ms} ms`}
      </summary>
      {exchange.sent !== undefined && <Body label={t("attempt.sent")} text={exchange.sent} />}
      {exchange.received !== undefined && <Body label={t("attempt.received")} text={exchange.received} />}
      {exchange.detail !== undefined && <Body label={t("attempt.received")} text={exchange.detail} />}
    </details>
  );
}

export function Body({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation("integrations");
  return (
    <>
      <Text size="xs" c="dimmed" mt={6} mb={2}>
        {label}
      </Text>
      {/* What scrolls must be reachable by the keyboard. */}
      <Code block className={classes.code ?? ""} tabIndex={0} aria-label={label}>
        {text === "" ? t("attempt.empty") : pretty(text)}
      </Code>
    </>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text) as Json, null, 2);
  } catch {
    return text;
  }
}
