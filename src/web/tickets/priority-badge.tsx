import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

const COLOURS: Record<string, string> = { urgent: "red", highest: "red", high: "yellow.9", medium: "gray", low: "gray", lowest: "gray" };

export function PriorityBadge({ priority }: { priority: string }) {
  const { t } = useTranslation("tickets");
  return (
    <Badge variant="light" color={COLOURS[priority] ?? "gray"} style={{ textTransform: "none" }}>
      {t(`priority.${priority}`, { defaultValue: priority })}
    </Badge>
  );
}
