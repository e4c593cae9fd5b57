/** Why Meta does not take this language of the template, and what sends it. */
import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Template } from "../../contract/templates.ts";
import { isStopped } from "../../domain/template-state.ts";
import { TemplateUsage } from "./template-usage.tsx";

export function TemplateTrouble({ templateId, version }: { templateId: string; version: Template["versions"][number] }) {
  const { t } = useTranslation(["templates", "chat"]);
  const { status, rejectedReason, stoppedReason } = version;
  if (!isStopped(status) && rejectedReason === null && stoppedReason === null) return null;
  return (
    <Alert color="red" variant="light" title={t(`trouble.${isStopped(status) ? (status as "paused") : "stopped"}`)}>
      {[rejectedReason, stoppedReason && t(`chat:failure.${stoppedReason}`, { defaultValue: stoppedReason })].filter(Boolean).join(" · ")}
      <TemplateUsage id={templateId} />
    </Alert>
  );
}
