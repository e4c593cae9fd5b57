/** One address: test, rotation, and the log of its deliveries. */
import { Button, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import { IconEdit, IconPlayerPause, IconRefresh, IconSend, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventWebhook } from "../../../contract/event-webhooks.ts";
import { api, client } from "../../api.ts";
import { Confirm } from "../../shell/confirm.tsx";
import { toastDone, toastError } from "../../shell/toast.ts";
import { useMay } from "../../shell/use-me.ts";
import classes from "../integrations.module.css";
import { DeliveryList } from "./delivery-list.tsx";
import { DisabledNotice } from "./disabled-notice.tsx";
import { WebhookForm } from "./webhook-form.tsx";

interface WebhookDetailProps {
  webhook: EventWebhook;
  close: () => void;
  showSecret: (secret: string) => void;
}

export function WebhookDetail({ webhook, close, showSecret }: WebhookDetailProps) {
  const { t } = useTranslation(["integrations", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState<"rotate" | "delete">();
  const { id, name, url, status } = webhook;
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.eventWebhooks.key() });
  const test = useMutation({
    mutationFn: () => client.eventWebhooks.test({ id }),
    onSuccess: async () => {
      toastDone(t("webhook.testSent"));
      await refresh();
    },
    onError: toastError,
  });
  const pause = useMutation({
    mutationFn: () => client.eventWebhooks.update({ id, active: false }),
    onSuccess: refresh,
    onError: toastError,
  });
  const active = status === "active";
  return (
    <Drawer opened onClose={close} position="right" size="xl" title={name}>
      <Stack gap="md">
        <Text className={classes.mono ?? ""}>{url}</Text>
        <DisabledNotice webhook={webhook} />
        {may("integrations:write") && (
          <Group gap="xs">
            {active && (
              <Button size="xs" leftSection={<IconSend size={14} />} loading={test.isPending} onClick={() => test.mutate()}>
                {t("webhook.test")}
              </Button>
            )}
            <Button size="xs" variant="default" leftSection={<IconEdit size={14} />} onClick={() => setEditing(true)}>
              {t("common:edit")}
            </Button>
            <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={() => setAsking("rotate")}>
              {t("rotate")}
            </Button>
            {active && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlayerPause size={14} />}
                loading={pause.isPending}
                onClick={() => pause.mutate()}
              >
                {t("webhook.disable")}
              </Button>
            )}
            <Button size="xs" variant="subtle" color="red" leftSection={<IconTrash size={14} />} onClick={() => setAsking("delete")}>
              {t("common:delete")}
            </Button>
          </Group>
        )}
        <Title order={3} size="h4">
          {t("webhook.deliveries")}
        </Title>
        <DeliveryList webhook={webhook} />
      </Stack>
      {editing && <WebhookForm webhook={webhook} close={() => setEditing(false)} />}
      <Confirm
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t(asking === "delete" ? "webhook.deleteTitle" : "rotateTitle", { name })}
        action={t(asking === "delete" ? "common:delete" : "rotate")}
        run={async () => {
          if (asking === "delete") {
            await client.eventWebhooks.delete({ id });
            close();
          } else showSecret((await client.eventWebhooks.rotateSecret({ id })).secret);
          await refresh();
        }}
      >
        {t(asking === "delete" ? "webhook.deleteText" : "webhook.rotateText")}
      </Confirm>
    </Drawer>
  );
}
