/** What Parola is connected with, in both directions, and what went back and forth. */
import { Anchor, Group, Tabs, Text } from "@mantine/core";
import { IconArrowDownLeft, IconArrowUpRight, IconBroadcast, IconPlugConnected, IconQrcode, IconRobot } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "../shell/page.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { intoView } from "../ui/into-view.ts";
import { AssistantsTab } from "./assistants/assistants-tab.tsx";
import { ButtonsTab } from "./buttons/buttons-tab.tsx";
import { CallsTab } from "./calls/calls-tab.tsx";
import { ConnectionsTab } from "./connections/connections-tab.tsx";
import { HooksTab } from "./hooks/hooks-tab.tsx";
import classes from "./integrations.module.css";
import { WebhooksTab } from "./webhooks/webhooks-tab.tsx";

const TABS = {
  connections: IconPlugConnected,
  buttons: IconQrcode,
  incoming: IconArrowDownLeft,
  webhooks: IconBroadcast,
  calls: IconArrowUpRight,
  assistants: IconRobot,
} as const;

export function IntegrationsPage() {
  const { t } = useTranslation("integrations");
  const workspace = useWorkspaceSlug();
  const [tab, setTab] = useUrlState("tab", "connections");
  return (
    <Page title={t("title")}>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="lg" className={classes.tabs}>
          {Object.entries(TABS).map(([name, Icon]) => (
            <Tabs.Tab key={name} value={name} ref={name === tab ? intoView : undefined} leftSection={<Icon size={16} />}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Group justify="space-between" align="flex-start" mb="lg" gap="xs">
          <Text c="dimmed" maw={640}>
            {t(`lead.${tab}`, { defaultValue: "" })}
          </Text>
          <Anchor component={Link} to="/w/$workspace/settings/$section" params={{ workspace, section: "keys" } as never} size="sm">
            {t("keys")}
          </Anchor>
        </Group>
        <Tabs.Panel value="connections">
          <ConnectionsTab />
        </Tabs.Panel>
        <Tabs.Panel value="buttons">
          <ButtonsTab />
        </Tabs.Panel>
        <Tabs.Panel value="incoming">
          <HooksTab />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhooksTab />
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <CallsTab />
        </Tabs.Panel>
        <Tabs.Panel value="assistants">
          <AssistantsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
