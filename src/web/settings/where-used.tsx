/** Which automations name an object. Looked up when it is asked for. */
import { ActionIcon, Loader, Popover, Stack, Text, Tooltip } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspaceSlug } from "../shell/use-me.ts";

interface WhereUsedProps {
  name: string;
  find: () => Promise<{ items: readonly { id: string; name: string; kind: string }[] }>;
}

export function WhereUsed({ name, find }: WhereUsedProps) {
  const { t } = useTranslation("settings");
  const workspace = useWorkspaceSlug();
  const key = useId();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery({ queryKey: ["where-used", key], queryFn: find, enabled: opened, gcTime: 0 });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={260} trapFocus>
      <Popover.Target>
        <Tooltip label={t("whereUsed")}>
          <ActionIcon aria-label={t("whereUsedOf", { name })} onClick={() => setOpened(!opened)}>
            <IconSitemap size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("whereUsedOf", { name })}>
        {!data ? (
          <Loader size="sm" />
        ) : data.items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("usedNowhere")}
          </Text>
        ) : (
          <Stack gap={4}>
            {data.items.map((one) =>
              one.kind === "automation" ? (
                <Link
                  key={one.id}
                  to="/w/$workspace/automations/$automationId"
                  params={{ workspace, automationId: one.id }}
                  style={{ fontSize: 14 }}
                >
                  {one.name}
                </Link>
              ) : (
                <Text key={one.id} size="sm">
                  {one.name}
                </Text>
              ),
            )}
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
