/** Says that a part of the app could not be loaded, and offers to load the page anew; by itself it would take what is written on it. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

export function MissingFiles() {
  const { t } = useTranslation("common");
  useEffect(() => {
    const tell = () => {
      notifications.show({
        id: "missing-files",
        color: "yellow",
        autoClose: false,
        role: "alert",
        title: t("missing.title"),
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{t("missing.text")}</Text>
            <Button size="compact-sm" variant="subtle" onClick={() => location.reload()}>
              {t("missing.reload")}
            </Button>
          </Group>
        ),
      });
    };
    window.addEventListener("vite:preloadError", tell);
    return () => window.removeEventListener("vite:preloadError", tell);
  }, [t]);
  return null;
}
