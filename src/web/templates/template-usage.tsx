/** Which automations send a template; nothing where none does. */
import { Anchor, List } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";

export function TemplateUsage({ id }: { id: string }) {
  const { t } = useTranslation("templates");
  const workspace = useWorkspaceSlug();
  const { data } = useQuery(api.templates.usage.queryOptions({ input: { id } }));
  if (!data || data.items.length === 0) return null;
  return (
    <List size="sm" mt="xs">
      {data.items.map((item) => (
        <List.Item key={item.id}>
          <Anchor size="sm" c="inherit" underline="always" component={Link} to={`/w/${workspace}/automations/${item.id}`}>
            {t("usedBy", { name: item.name })}
          </Anchor>
        </List.Item>
      ))}
    </List>
  );
}
