/** What happened, why, and what to do next. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorText } from "./error-text.ts";

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation("common");
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={t("error.title")} m="md">
      <Text size="sm">{errorText(error, t("error.unknown"))}</Text>
      {retry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={retry}>
            {t("error.retry")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
