/** A new signing secret: this is the only time it is shown. */
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Copyable } from "../copyable.tsx";

export function SecretOnce({ secret, close }: { secret: string; close: () => void }) {
  const { t } = useTranslation(["integrations", "common"]);
  return (
    <Modal opened onClose={close} title={t("webhook.secretTitle")} size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        <Alert className="warning-alert" variant="light">
          {t("webhook.secretOnce")}
        </Alert>
        <Copyable label={t("webhook.secret")} value={secret} />
        <Text size="sm" c="dimmed">
          {t("webhook.secretUse")}
        </Text>
        <Group justify="flex-end">
          <Button onClick={close}>{t("common:done")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
