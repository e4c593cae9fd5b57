import { Alert, Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { EventWebhook } from "../../../contract/event-webhooks.ts";
import { api } from "../../api.ts";
import { toastDone, toastError } from "../../shell/toast.ts";
import { useMay } from "../../shell/use-me.ts";

/** Why nothing is sent there any more, and how to go on. */
export function DisabledNotice({ webhook: { id, name, status, statusDetail } }: { webhook: EventWebhook }) {
  const { t } = useTranslation("integrations");
  const may = useMay();
  const queryClient = useQueryClient();
  const enable = useMutation(
    api.eventWebhooks.update.mutationOptions({
      onSuccess: async () => {
        toastDone(t("webhook.enabled", { name }));
        await queryClient.invalidateQueries({ queryKey: api.eventWebhooks.key() });
      },
      onError: toastError,
    }),
  );
  if (status === "active") return null;
  return (
    <Alert className="warning-alert" variant="light" p="sm">
      <Text size="sm">{t(`webhook.disabled.${(statusDetail ?? "hand") as "hand"}`, { defaultValue: statusDetail ?? "" })}</Text>
      {may("integrations:write") && (
        <Button size="compact-sm" mt="xs" loading={enable.isPending} onClick={() => enable.mutate({ id, active: true })}>
          {t("webhook.enable")}
        </Button>
      )}
    </Alert>
  );
}
