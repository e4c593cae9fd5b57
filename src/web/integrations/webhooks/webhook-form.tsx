/** An address and what it is told. */
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventWebhook } from "../../../contract/event-webhooks.ts";
import { familiesOf, WEBHOOK_EVENT_TYPES, type WebhookEventType } from "../../../domain/webhook-event.ts";
import { api, client } from "../../api.ts";
import { FormError } from "../../shell/form-error.tsx";

/** The test is sent to everyone who asks for it; nobody subscribes to it. */
const TYPES = WEBHOOK_EVENT_TYPES.filter((type) => type !== "webhook.test");

interface WebhookFormProps {
  webhook?: EventWebhook;
  close: () => void;
  made?: (made: { secret: string }) => void;
}

export function WebhookForm({ webhook, close, made }: WebhookFormProps) {
  const { t } = useTranslation(["integrations", "common"]);
  const queryClient = useQueryClient();
  const [name, setName] = useState(webhook?.name ?? "");
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [types, setTypes] = useState<readonly string[]>(webhook?.types ?? ["message.received"]);
  const save = useMutation({
    mutationFn: async () => {
      const input = { url: url.trim(), types: types as WebhookEventType[], ...(name.trim() && { name: name.trim() }) };
      if (webhook) await client.eventWebhooks.update({ id: webhook.id, ...input });
      else made?.(await client.eventWebhooks.create(input));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.eventWebhooks.key() });
      close();
    },
  });
  const choose = (chosen: readonly string[], on: boolean) =>
    setTypes((before) => (on ? [...new Set([...before, ...chosen])] : before.filter((type) => !chosen.includes(type))));
  return (
    <Modal opened onClose={close} title={t(webhook ? "webhook.change" : "webhook.new")} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t("webhook.url")}
            description={t("webhook.urlHint")}
            placeholder="https://crm.example.com/parola"
            required
            type="url"
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={t("webhook.name")}
            placeholder={t("webhook.namePlaceholder")}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
            <Text component="legend" size="sm" fw={600} mb={6}>
              {t("webhook.types")}
            </Text>
            <Stack gap="md">
              {familiesOf(TYPES).map((family) => {
                const own = TYPES.filter((type) => type.startsWith(`${family}.`));
                const chosen = own.filter((type) => types.includes(type)).length;
                return (
                  <div key={family}>
                    <Checkbox
                      label={t(`family.${family as "run"}`)}
                      fw={600}
                      checked={chosen === own.length}
                      indeterminate={chosen > 0 && chosen < own.length}
                      onChange={(event) => choose(own, event.currentTarget.checked)}
                    />
                    <Group gap="md" mt={6} ms={30}>
                      {own.map((type) => (
                        <Checkbox
                          key={type}
                          size="xs"
                          label={t(`event.${type.replace(".", "_")}` as "event.webhook_test")}
                          checked={types.includes(type)}
                          onChange={(event) => choose([type], event.currentTarget.checked)}
                        />
                      ))}
                    </Group>
                  </div>
                );
              })}
            </Stack>
          </fieldset>
          <FormError error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={url.trim() === "" || types.length === 0}>
              {t("common:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
