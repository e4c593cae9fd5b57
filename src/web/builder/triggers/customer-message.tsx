/** Customer writes: the phrases, how they match, on which numbers. */
import { Accordion, Alert, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { problemAt, withKey } from "../form/config-value.ts";
import { useFormContext } from "../form/form-context.ts";
import { PhraseFields } from "../form/match-cases.tsx";
import { ObjectPicker } from "../form/object-picker.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip, list } from "../summary.ts";

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const { objects } = useFormContext();
  const channels = Array.isArray(config["channels"]) ? config["channels"].map(String) : [];
  const options = (objects.channels ?? []).map((channel) => ({ value: channel.name, label: channel.name }));
  return (
    <Stack gap="md">
      <PhraseFields
        value={config}
        error={problemAt(problems, "phrases") ?? problems.find((problem) => problem.path.startsWith("phrases."))?.message}
        onChange={onChange}
      />
      {config["match"] === "any" && (
        <Alert variant="light" color="yellow" p="xs">
          <Text size="sm">{t("phrases.anyHint")}</Text>
        </Alert>
      )}
      {(options.length > 1 || channels.length > 0) && (
        <Accordion variant="default" defaultValue={channels.length > 0 ? "channels" : null}>
          <Accordion.Item value="channels">
            <Accordion.Control>{t("phrases.channels")}</Accordion.Control>
            <Accordion.Panel>
              <ObjectPicker
                label={t("phrases.channels")}
                description={t("phrases.channelsHint")}
                options={options}
                multiple
                value={channels}
                onChange={(next) => onChange(withKey(config, "channels", next.length === 0 ? undefined : next))}
              />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { phrases: [], match: "exact" },
  Form,
  summary(config, { t }) {
    const match = String(config["match"] ?? "exact");
    if (match === "any") return t("choice.any");
    const phrases = list((Array.isArray(config["phrases"]) ? config["phrases"] : []).map((phrase) => `“${String(phrase)}”`));
    return clip(match === "exact" ? phrases : `${t(`choice.${match}`)}: ${phrases}`);
  },
};
