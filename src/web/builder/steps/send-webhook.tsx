/** Send webhook: the call, a test of it, and what of the answer is kept. */
import { Collapse, Group, Select, Stack, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { renderJsonTemplate, renderTemplate, renderUrlTemplate } from "../../../automation/template.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { readable } from "../../ui/readable.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import { useFormContext } from "../form/form-context.ts";
import { TextEditor } from "../form/text-editor.tsx";
import { ConnectionPicker } from "../integration/connection-picker.tsx";
import { HeaderList } from "../integration/header-list.tsx";
import { testValues } from "../integration/sample-values.ts";
import { SaveFields, withPicked } from "../integration/save-fields.tsx";
import { SendTest, type TestCall } from "../integration/send-test.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

function isForm(headers: Record<string, string>): boolean {
  return Object.entries(headers).some(([name, value]) => /^content-type$/i.test(name) && /x-www-form-urlencoded/i.test(value));
}

/** The call as the step would make it. */
function callOf(config: JsonObject, values: JsonObject, connectionId: string | undefined): TestCall {
  const method = (config["method"] ?? "POST") as TestCall["method"];
  const headers = (config["headers"] ?? {}) as Record<string, string>;
  const body = typeof config["body"] === "string" && method !== "GET" ? config["body"] : undefined;
  return {
    method,
    url: renderUrlTemplate(String(config["url"] ?? ""), values).trim(),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, renderTemplate(text, values)])),
    ...(body !== undefined && { body: isForm(headers) ? renderUrlTemplate(body, values) : renderJsonTemplate(body, values) }),
    ...(connectionId !== undefined && { connectionId }),
  };
}

function Form({ nodeId, config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const { objects, values } = useFormContext();
  const method = String(config["method"] ?? "POST");
  const url = String(config["url"] ?? "");
  const auth = typeof config["auth"] === "string" ? config["auth"] : null;
  const hasMore = config["headers"] !== undefined || config["timeout"] !== undefined;
  const [more, setMore] = useState(hasMore);
  const put = (key: string, next: Json | undefined, mergeKey?: string) => onChange(withKey(config, key, next), mergeKey);
  const connectionId = objects.connections?.find(({ name }) => name === auth)?.id;
  return (
    <Stack gap="md">
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <Select
          label={t("webhook.method")}
          w={110}
          allowDeselect={false}
          data={[...METHODS]}
          value={method}
          onChange={(next) => put("method", next ?? "POST")}
        />
        <div style={{ flex: 1, minWidth: 0 }}>
          <TextEditor
            label={t("webhook.url")}
            required
            multiline={false}
            placeholder="https://crm.example.com/leads"
            value={url}
            error={problemAt(problems, "url")}
            onChange={(next) => put("url", next, "url")}
          />
        </div>
      </Group>
      {method !== "GET" && (
        <TextEditor
          label={t("webhook.body")}
          description={t("webhook.bodyHint")}
          minRows={4}
          value={String(config["body"] ?? "")}
          error={problemAt(problems, "body")}
          onChange={(next) => put("body", next === "" ? undefined : next, "body")}
        />
      )}
      <ConnectionPicker
        scope="send_webhook"
        label={t("webhook.auth")}
        description={t("webhook.authHint")}
        error={problemAt(problems, "auth")}
        value={auth === null ? [] : [auth]}
        onChange={([next]) => put("auth", next)}
      />
      <Switch label={t("webhook.more")} checked={more} onChange={(event) => setMore(event.currentTarget.checked)} />
      <Collapse expanded={more}>
        <Stack gap="md">
          <HeaderList value={config["headers"]} problems={problems} onChange={(next) => put("headers", next)} />
          <DurationInput
            label={t("webhook.timeout")}
            description={t("webhook.timeoutHint")}
            error={problemAt(problems, "timeout")}
            value={config["timeout"] ?? { seconds: 15 }}
            onChange={(next) => put("timeout", next)}
          />
        </Stack>
      </Collapse>
      <SendTest
        stepId={nodeId}
        disabled={url.trim() === ""}
        build={() => callOf(config, testValues(values, objects), connectionId)}
        pickLabel={t("sendTest.pick")}
        onPick={(path) => put("save", withPicked(config["save"], path))}
      />
      <SaveFields value={config["save"]} onChange={(next) => put("save", next)} />
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { method: "POST", url: "", body: '{\n  "phone": "{{ contact.phone }}",\n  "name": "{{ contact.first_name }}"\n}' },
  Form,
  summary: (config) => clip(`${String(config["method"] ?? "POST")} ${readable(String(config["url"] || "…"))}`, 60),
};
