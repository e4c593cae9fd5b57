/** Button pressed: of which message, and which of its buttons. */
import { SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { useFormContext } from "../form/form-context.ts";
import { ReferenceField, StepPicker } from "../form/pickers.tsx";
import { optionsOf } from "../message/kinds.ts";
import { templateVersion } from "../message/to-content.ts";
import type { FormProps, NodeForm } from "../node-form.ts";
import { useDraft } from "../store.ts";

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const titles = useTitles(config);
  const ofStep = config["step"] !== undefined;
  const button = typeof config["button"] === "string" ? config["button"] : "";
  const template = typeof config["template"] === "string" && config["template"] !== "" ? [config["template"]] : [];
  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("buttonTrigger.of")}
        data={[
          { value: "template", label: t("buttonTrigger.template") },
          { value: "step", label: t("buttonTrigger.step") },
        ]}
        value={ofStep ? "step" : "template"}
        onChange={(next) => onChange(next === "step" ? { step: "", button } : { template: "", button })}
      />
      {ofStep ? (
        config["automation"] === undefined ? (
          <StepPicker
            label={t("buttonTrigger.stepLabel")}
            required
            value={config["step"]}
            error={problemAt(problems, "step")}
            onChange={(step) => onChange(withKey(config, "step", step ?? ""))}
          />
        ) : (
          <TextInput
            label={t("buttonTrigger.stepId")}
            value={String(config["step"] ?? "")}
            error={problemAt(problems, "step")}
            onChange={(event) => onChange(withKey(config, "step", event.currentTarget.value), "step")}
          />
        )
      ) : (
        <ReferenceField
          kind="template"
          label={t("message.template")}
          value={template}
          error={problemAt(problems, "template")}
          onChange={([name]) => onChange(withKey(config, "template", name ?? ""))}
        />
      )}
      {ofStep && (
        <ReferenceField
          kind="automation"
          label={t("buttonTrigger.automation")}
          description={t("buttonTrigger.automationHint")}
          value={typeof config["automation"] === "string" ? [config["automation"]] : []}
          onChange={([name]) => onChange(withKey(config, "automation", name))}
        />
      )}
      {titles.length > 0 ? (
        <Select
          label={t("buttonTrigger.button")}
          required
          data={[...new Set([...titles, ...(button === "" ? [] : [button])])]}
          value={button === "" ? null : button}
          error={problemAt(problems, "button")}
          onChange={(next) => onChange(withKey(config, "button", next ?? ""))}
        />
      ) : (
        <TextInput
          label={t("buttonTrigger.button")}
          required
          value={button}
          error={problemAt(problems, "button")}
          onChange={(event) => onChange(withKey(config, "button", event.currentTarget.value), "button")}
        />
      )}
    </Stack>
  );
}

/** Titles of the buttons of the chosen message. */
function useTitles(config: JsonObject): string[] {
  const draft = useDraft();
  const { objects } = useFormContext();
  const step = draft.steps.find((candidate) => candidate.id === config["step"]);
  if (step)
    return optionsOf(step.config)
      .map((option) => option.title)
      .filter((title) => title !== "");
  const version = templateVersion(objects.templates ?? [], config["template"], objects.workspace?.settings.defaultLanguage);
  return (version?.definition.buttons ?? []).flatMap((button) => (button.type === "quick_reply" ? [button.text] : []));
}

export const form: NodeForm = {
  initial: { template: "", button: "" },
  Form,
  summary: (config) =>
    `“${String(config["button"] || "…")}”${typeof config["template"] === "string" && config["template"] !== "" ? ` · ${config["template"]}` : ""}`,
};
