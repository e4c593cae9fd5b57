/** What the agent may do besides answering. Everything it does is about the customer it talks with. */
import { Button, Checkbox, Group, MultiSelect, Select, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ATTRIBUTE_NAMES } from "../../automation/contact-change.ts";
import type { Agent } from "../../contract/agents.ts";
import { api } from "../api.ts";
import type { DraftProps } from "./agent-page.tsx";
import classes from "./agents.module.css";
import { useHttpConnections } from "./use-connections.ts";

type Webhook = Agent["settings"]["tools"]["webhooks"][number];
const NEW: Webhook = { name: "", description: "", method: "POST", url: "https://", connectionId: null, parameters: [] };

export function ToolsTab({ draft, set, readOnly }: DraftProps) {
  const { t } = useTranslation("agents");
  const { tools } = draft.settings;
  const fields = useQuery(api.fields.list.queryOptions());
  const put = (values: Partial<typeof tools>) => set({ tools: { ...tools, ...values } });
  const putWebhook = (index: number, webhook: Webhook | null) =>
    put({ webhooks: tools.webhooks.flatMap((one, at) => (at !== index ? [one] : webhook === null ? [] : [webhook])) });
  return (
    <Stack className={classes.narrow ?? ""}>
      <Text c="dimmed" size="sm">
        {t("tools.lead")}
      </Text>
      <Switch
        label={t("tools.openTicket")}
        description={t("tools.openTicketHint")}
        disabled={readOnly}
        checked={tools.openTicket}
        onChange={(event) => put({ openTicket: event.currentTarget.checked })}
      />
      {tools.openTicket && (
        <TextInput
          label={t("tools.ticketCategory")}
          readOnly={readOnly}
          value={tools.ticketCategory ?? ""}
          onChange={(event) => put({ ticketCategory: event.currentTarget.value || null })}
        />
      )}
      <Switch
        label={t("tools.lookUpOrder")}
        description={t("tools.lookUpOrderHint")}
        disabled={readOnly}
        checked={tools.lookUpOrder}
        onChange={(event) => put({ lookUpOrder: event.currentTarget.checked })}
      />
      <MultiSelect
        label={t("tools.setFields")}
        placeholder={tools.setFields.length === 0 ? t("tools.choose") : ""}
        description={t("tools.setFieldsHint")}
        readOnly={readOnly}
        searchable
        data={[
          ...ATTRIBUTE_NAMES.map((name) => ({ value: name as string, label: t(`attribute.${name}`) })),
          ...(fields.data?.items ?? []).map(({ code, label }) => ({ value: code, label: `${label} (${code})` })),
        ]}
        value={tools.setFields}
        onChange={(setFields) => put({ setFields })}
      />
      <div>
        <Text fw={600} size="sm">
          {t("tools.webhooks")}
        </Text>
        <Text c="dimmed" size="xs">
          {t("tools.webhooksHint")}
        </Text>
      </div>
      {tools.webhooks.map((webhook, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed
        <WebhookForm key={index} webhook={webhook} put={(next) => putWebhook(index, next)} readOnly={readOnly} />
      ))}
      {!readOnly && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            disabled={tools.webhooks.length >= 10}
            onClick={() => put({ webhooks: [...tools.webhooks, NEW] })}
          >
            {t("tools.addWebhook")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function WebhookForm({ webhook, put, readOnly }: { webhook: Webhook; put: (next: Webhook | null) => void; readOnly: boolean }) {
  const { t } = useTranslation(["agents", "common"]);
  const connections = useHttpConnections();
  const set = (values: Partial<Webhook>) => put({ ...webhook, ...values });
  const setParameter = (index: number, values: Partial<Webhook["parameters"][number]> | null) =>
    set({
      parameters: webhook.parameters.flatMap((one, at) => (at !== index ? [one] : values === null ? [] : [{ ...one, ...values }])),
    });
  return (
    <Stack gap="sm" className={classes.tool ?? ""} role="group" aria-label={webhook.name || t("tools.addWebhook")}>
      <Group grow align="flex-start">
        <TextInput
          label={t("tools.name")}
          placeholder="check_stock"
          readOnly={readOnly}
          error={webhook.name === "" || /^[a-z][a-z0-9_]{0,39}$/.test(webhook.name) ? undefined : t("tools.nameRule")}
          value={webhook.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label={t("tools.method")}
          allowDeselect={false}
          readOnly={readOnly}
          data={["POST", "GET"]}
          value={webhook.method}
          onChange={(method) => set({ method: method as "POST" })}
        />
      </Group>
      <TextInput
        label={t("tools.url")}
        readOnly={readOnly}
        value={webhook.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <Textarea
        label={t("tools.description")}
        description={t("tools.descriptionHint")}
        readOnly={readOnly}
        autosize
        value={webhook.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <Select
        label={t("tools.account")}
        clearable
        readOnly={readOnly}
        data={(connections.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={webhook.connectionId}
        onChange={(connectionId) => set({ connectionId })}
      />
      {webhook.parameters.map((parameter, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed
        <Group key={index} align="flex-end" gap="xs">
          <TextInput
            label={t("tools.parameter")}
            readOnly={readOnly}
            w={130}
            value={parameter.name}
            onChange={(event) => setParameter(index, { name: event.currentTarget.value })}
          />
          <Select
            label={t("tools.type")}
            allowDeselect={false}
            readOnly={readOnly}
            w={110}
            data={(["text", "number", "boolean"] as const).map((value) => ({ value, label: t(`tools.types.${value}`) }))}
            value={parameter.type}
            onChange={(type) => setParameter(index, { type: type as "text" })}
          />
          <TextInput
            label={t("tools.meaning")}
            readOnly={readOnly}
            style={{ flex: "1 1 160px" }}
            value={parameter.description}
            onChange={(event) => setParameter(index, { description: event.currentTarget.value })}
          />
          <Checkbox
            mb={8}
            label={t("tools.required")}
            disabled={readOnly}
            checked={parameter.required}
            onChange={(event) => setParameter(index, { required: event.currentTarget.checked })}
          />
          {!readOnly && (
            <Button
              variant="subtle"
              color="gray"
              px="xs"
              aria-label={t("tools.removeParameter", { name: parameter.name })}
              onClick={() => setParameter(index, null)}
            >
              <IconTrash size={16} />
            </Button>
          )}
        </Group>
      ))}
      {!readOnly && (
        <Group justify="space-between">
          <Button
            variant="subtle"
            leftSection={<IconPlus size={16} />}
            onClick={() => set({ parameters: [...webhook.parameters, { name: "", type: "text", description: "", required: false }] })}
          >
            {t("tools.addParameter")}
          </Button>
          <Button variant="subtle" color="red" leftSection={<IconTrash size={16} />} onClick={() => put(null)}>
            {t("tools.removeWebhook")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
