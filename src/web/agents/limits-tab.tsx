import { NumberInput, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AI_TOKENS } from "../../domain/ai-agent.ts";
import type { DraftProps } from "./agent-page.tsx";
import classes from "./agents.module.css";

const numberOr = <T,>(value: string | number, otherwise: T): number | T => (typeof value === "number" ? value : otherwise);

export function LimitsTab({ draft, set, readOnly }: DraftProps) {
  const { t } = useTranslation("agents");
  const { limits, temperature } = draft.settings;
  const limit = (values: Partial<typeof limits>) => set({ limits: { ...limits, ...values } });
  return (
    <Stack className={classes.narrow ?? ""}>
      <Text c="dimmed" size="sm">
        {t("limits.lead")}
      </Text>
      <NumberInput
        label={t("limits.maxAnswers")}
        description={t("limits.maxAnswersHint")}
        readOnly={readOnly}
        min={1}
        max={1000}
        allowDecimal={false}
        value={limits.maxAnswers ?? ""}
        onChange={(value) => limit({ maxAnswers: numberOr(value, null) })}
      />
      <NumberInput
        label={t("limits.maxTokens")}
        description={t("limits.maxTokensHint")}
        readOnly={readOnly}
        min={AI_TOKENS.least}
        max={AI_TOKENS.most}
        allowDecimal={false}
        value={limits.maxTokens}
        onChange={(value) => limit({ maxTokens: numberOr(value, AI_TOKENS.usual) })}
      />
      <NumberInput
        label={t("limits.answersPerDay")}
        readOnly={readOnly}
        min={1}
        allowDecimal={false}
        placeholder={t("limits.none")}
        value={limits.answersPerDay ?? ""}
        onChange={(value) => limit({ answersPerDay: numberOr(value, null) })}
      />
      <NumberInput
        label={t("limits.costPerDay")}
        description={t("limits.costPerDayHint")}
        readOnly={readOnly}
        min={0.01}
        decimalScale={2}
        placeholder={t("limits.none")}
        value={limits.costPerDay ?? ""}
        onChange={(value) => limit({ costPerDay: numberOr(value, null) })}
      />
      <NumberInput
        label={t("temperature")}
        description={t("temperatureHint")}
        readOnly={readOnly}
        min={0}
        max={2}
        step={0.1}
        decimalScale={2}
        placeholder={t("limits.modelsOwn")}
        value={temperature ?? ""}
        onChange={(value) => set({ temperature: numberOr(value, null) })}
      />
    </Stack>
  );
}
