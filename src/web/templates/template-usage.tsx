/** Which automations send a template; nothing where none does. */
import { List } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";

export function TemplateUsage({ id }: { id: string }) {
  const { t } = useTranslation("templates");
  const { data } = useQuery(api.templates.usage.queryOptions({ input: { id } }));
  if (!data || data.items.length === 0) return null;
  return (
    <List size="sm" mt="xs">
      {data.items.map((item) => (
        <List.Item key={item.id}>{t("usedBy", { name: item.name })}</List.Item>
      ))}
    </List>
  );
}
