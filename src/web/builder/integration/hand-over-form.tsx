/** Zapier and Make: an address of theirs, the same envelope every time, and further values under metadata. */
import { Code, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { renderJsonTemplate } from "../../../automation/template.ts";
import type { Json } from "../../../domain/json.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { useFormContext } from "../form/form-context.ts";
import { TextEditor } from "../form/text-editor.tsx";
import type { FormProps } from "../node-form.ts";
import { testEnvelope, testValues } from "./sample-values.ts";
import { SaveFields, withPicked } from "./save-fields.tsx";
import { SendTest } from "./send-test.tsx";

export function HandOverForm({ platform, nodeId, config, onChange, problems }: FormProps & { platform: "zapier" | "make" }) {
  const { t } = useTranslation("builder");
  const { objects, values, automationId } = useFormContext();
  const url = String(config["url"] ?? "");
  const body = typeof config["body"] === "string" ? config["body"] : "";
  const envelope = () => {
    const filled = testValues(values, objects);
    const metadata = body === "" ? {} : (JSON.parse(renderJsonTemplate(body, filled)) as Json);
    return testEnvelope(metadata, filled, automationId);
  };
  return (
    <Stack gap="md">
      <Text size="sm">{t(`handOver.${platform}Steps`)}</Text>
      <TextInput
        label={t("handOver.url")}
        placeholder={platform === "zapier" ? "https://hooks.zapier.com/hooks/catch/…" : "https://hook.eu1.make.com/…"}
        required
        value={url}
        error={problemAt(problems, "url")}
        onChange={(event) => onChange(withKey(config, "url", event.currentTarget.value.trim()), "url")}
      />
      <TextEditor
        label={t("handOver.body")}
        description={t("handOver.bodyHint")}
        minRows={2}
        placeholder={'{ "order": "{{ trigger.payload.order.id }}" }'}
        value={body}
        error={problemAt(problems, "body")}
        onChange={(next) => onChange(withKey(config, "body", next === "" ? undefined : next), "body")}
      />
      <details>
        <summary>
          <Text span size="sm">
            {t("handOver.preview")}
          </Text>
        </summary>
        <Code block mt={6} tabIndex={0} aria-label={t("handOver.preview")} style={{ fontSize: 11, maxHeight: 240, overflow: "auto" }}>
          {preview(envelope)}
        </Code>
      </details>
      <SendTest
        stepId={nodeId}
        disabled={url === ""}
        build={() => ({ method: "POST", url, body: JSON.stringify(envelope()) })}
        pickLabel={t("sendTest.pick")}
        onPick={(path) => onChange(withKey(config, "save", withPicked(config["save"], path)))}
      />
      <SaveFields value={config["save"]} onChange={(next) => onChange(withKey(config, "save", next))} />
    </Stack>
  );
}

/** The body is being typed: until it is JSON there is nothing to show. */
function preview(envelope: () => object): string {
  try {
    return JSON.stringify(envelope(), null, 2);
  } catch {
    return "…";
  }
}
