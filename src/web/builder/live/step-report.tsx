/** One step in numbers; each leads to its contacts. */
import { Stack, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatNumber, localeOf } from "../../ui/format.ts";
import type { NodeView } from "../canvas/node-view.ts";
import classes from "./live.module.css";
import type { LiveSet, StepCounts } from "./live-panel.tsx";

const MESSAGE_SETS = ["sent", "delivered", "read", "replied", "failed"] as const;

export function StepReport({
  counts,
  show,
  view,
}: {
  counts: StepCounts | undefined;
  show(set: LiveSet["set"], exit?: string): void;
  view: NodeView;
}) {
  const { t } = useTranslation("builder");
  const entered = counts?.entered ?? 0;
  return (
    <Stack p="md" gap={2}>
      <Row label={t("live.report.entered")} value={entered} onClick={() => show("entered")} />
      <Row label={t("live.report.waiting")} value={counts?.waiting ?? 0} onClick={() => show("waiting")} />
      <Row label={t("live.report.errors")} value={counts?.errors ?? 0} onClick={() => show("error")} />
      {counts?.messages && (
        <>
          <Text size="xs" fw={600} c="dimmed" mt="sm">
            {t("live.report.messages")}
          </Text>
          {MESSAGE_SETS.map((name) => (
            <Row
              key={name}
              label={t(`live.report.${name}`)}
              value={counts.messages?.[name] ?? 0}
              of={counts.messages?.sent}
              onClick={() => show(name)}
            />
          ))}
        </>
      )}
      {view.exits.length > 0 && (
        <>
          <Text size="xs" fw={600} c="dimmed" mt="sm">
            {t("live.report.exits")}
          </Text>
          {view.exits.map((exit) => (
            <Row
              key={exit.name}
              label={exit.label}
              value={counts?.exits[exit.name] ?? 0}
              of={entered}
              onClick={() => show("entered", exit.name)}
            />
          ))}
        </>
      )}
    </Stack>
  );
}

function Row({ label, value, of, onClick }: { label: string; value: number; of?: number | undefined; onClick(): void }) {
  const { i18n } = useTranslation();
  const share =
    of && of > 0 ? new Intl.NumberFormat(localeOf(i18n.language), { style: "percent", maximumFractionDigits: 1 }).format(value / of) : null;
  return (
    <UnstyledButton className={classes["row"] ?? ""} onClick={onClick} disabled={value === 0}>
      <span className={classes["label"]}>{label}</span>
      {share !== null && value > 0 && <span className={classes["share"]}>{share}</span>}
      <span className={classes["value"]}>{formatNumber(value, i18n.language)}</span>
    </UnstyledButton>
  );
}
