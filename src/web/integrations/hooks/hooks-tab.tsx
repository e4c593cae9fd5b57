/** How other systems start automations: an address and a secret for each, with the last calls as they came. */
import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlug } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { StateBadge } from "../../shell/state-badge.tsx";
import { useWorkspaceSlug } from "../../shell/use-me.ts";
import { useUrlState } from "../../shell/use-url-state.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import classes from "../integrations.module.css";
import { HookDetail } from "./hook-detail.tsx";

export function HooksTab() {
  const { t } = useTranslation(["integrations", "builder"]);
  const workspace = useWorkspaceSlug();
  const hooks = useQuery(api.hooks.list.queryOptions({ input: {} }));
  const [open, setOpen] = useUrlState("hook");
  const chosen = hooks.data?.items.find(({ id }) => id === open);
  if (hooks.error) return <ErrorState error={hooks.error} retry={() => void hooks.refetch()} />;
  if (!hooks.data) return <Skeleton height={120} />;
  return (
    <>
      {hooks.data.items.length === 0 && (
        <EmptyState
          icon={<IconPlug size={32} />}
          title={t("empty.title")}
          action={
            <Button component={Link} to="/w/$workspace/automations/gallery" params={{ workspace } as never}>
              {t("empty.action")}
            </Button>
          }
        >
          {t("empty.text")}
        </EmptyState>
      )}
      <Stack gap="sm" maw={900}>
        {hooks.data.items.map((hook) => (
          <article key={hook.id} className={classes.card} aria-label={hook.automation.name}>
            <Group justify="space-between" gap="sm">
              <div style={{ minWidth: 0, flex: "1 1 260px" }}>
                <Text fw={600}>
                  {hook.automation.name}
                  <Text span size="xs" c="dimmed" fw={400} hidden={hook.platform === "custom"}>
                    {" "}
                    · {t(`builder:integration.platforms.${(hook.platform ?? "api") as "api"}`, { defaultValue: hook.platform ?? "" })}
                  </Text>
                </Text>
                <Text size="xs" c="dimmed" className={classes.mono ?? ""}>
                  {hook.url}
                </Text>
                <Text size="xs" c="dimmed">
                  {hook.lastCallAt ? (
                    <>
                      {t("lastCall")} <RelativeTime at={hook.lastCallAt} />
                    </>
                  ) : (
                    t("neverCalled")
                  )}
                </Text>
              </div>
              <Group gap="xs" wrap="nowrap">
                <StateBadge tone={hook.active ? "good" : "neutral"}>{t(hook.active ? "active" : "inactive")}</StateBadge>
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => setOpen(hook.id)}
                  aria-label={t("detailsOf", { name: hook.automation.name })}
                >
                  {t("details")}
                </Button>
              </Group>
            </Group>
          </article>
        ))}
      </Stack>
      {chosen && <HookDetail hook={chosen} close={() => setOpen(null)} />}
    </>
  );
}
