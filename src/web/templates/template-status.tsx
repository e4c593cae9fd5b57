import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

const COLOURS: Record<string, string> = { approved: "accent", pending: "yellow.9", rejected: "red", paused: "red", disabled: "red", draft: "gray" };

export function TemplateStatus({ status }: { status: string }) {
  const { t } = useTranslation("templates");
  return (
    <Badge variant="light" color={COLOURS[status] ?? "gray"} style={{ textTransform: "none" }}>
      {t(`status.${status}`, { defaultValue: status })}
    </Badge>
  );
}
