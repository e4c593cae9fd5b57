import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "./empty-state.tsx";

export function NotFound() {
  const { t } = useTranslation("common");
  return (
    <main>
      <EmptyState
        icon={<IconMapOff size={32} />}
        title={t("error.notFound")}
        action={
          <Button component="a" href="/">
            {t("error.home")}
          </Button>
        }
      >
        {t("error.notFoundHint")}
      </EmptyState>
    </main>
  );
}
