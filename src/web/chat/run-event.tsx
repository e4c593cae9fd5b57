/** What an automation did, in one line between the messages; its steps on demand. */
import { IconBolt, IconChevronRight, IconCircleCheck, IconShieldCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import classes from "./chat.module.css";
import type { ConversationEntry } from "./use-conversation.ts";

export function RunEvent({ entry: { run, steps } }: { entry: Extract<ConversationEntry, { kind: "run" }> }) {
  const { t } = useTranslation(["chat", "automations"]);
  const workspace = useWorkspaceSlug();
  if (run.kind === "consent") {
    return (
      <div className={classes.event}>
        <IconShieldCheck size={14} aria-hidden /> {t("consentChanged", { state: t(`consent.${run.to}`) })}
      </div>
    );
  }
  const started = run.what === "started";
  const text = started
    ? t("runStarted", { name: run.automationName })
    : t(`runEnded.${run.status}`, { name: run.automationName, defaultValue: t("runEnded.other", { name: run.automationName }) });
  return (
    <details className={classes.event}>
      <summary>
        {started ? <IconBolt size={14} aria-hidden /> : <IconCircleCheck size={14} aria-hidden />}
        {text}
        <IconChevronRight size={12} aria-hidden className={classes.chevron} />
      </summary>
      <div className={classes.eventBody}>
        {steps.map((step) => (
          <div key={step.at + step.stepId}>
            {t(`automations:step.${step.stepType}`, { defaultValue: step.stepType })}
            {step.exit && step.exit !== "next" && (
              <> → {t(`automations:exit.${step.exit}`, { context: step.stepType, defaultValue: step.exit })}</>
            )}
            {step.error && <span style={{ color: "var(--parola-danger)" }}> · {step.error}</span>}
          </div>
        ))}
        {run.reason && <div>{t("reason", { reason: run.reason })}</div>}
        <Link
          to="/w/$workspace/automations/$automationId"
          params={{ workspace, automationId: run.automationId }}
          search={{ mode: "live", run: run.runId }}
        >
          {t("openAutomation")}
        </Link>
      </div>
    </details>
  );
}
