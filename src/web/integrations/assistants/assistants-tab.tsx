/** How an AI assistant outside is connected: an address, a key, and the lines to paste. */
import { Anchor, List, Stack, Text, Textarea, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay, useWorkspaceSlug } from "../../shell/use-me.ts";
import { Copyable } from "../copyable.tsx";

function settingsLines(address: string, key: string): string {
  const parola = { type: "http", url: address, headers: { Authorization: `Bearer ${key}` } };
  return JSON.stringify({ mcpServers: { parola } }, null, 2);
}

export function AssistantsTab() {
  const { t } = useTranslation("integrations");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const address = `${window.location.origin}/mcp`;
  return (
    <Stack gap="md" maw={720}>
      <Copyable label={t("assistants.address")} description={t("assistants.addressHint")} value={address} />
      <Stack gap={4}>
        <Title order={2} size="h4">
          {t("assistants.how")}
        </Title>
        <List type="ordered" spacing="xs">
          <List.Item>
            {t("assistants.makeKey")}{" "}
            {may("keys:write") ? (
              <Anchor component={Link} to={`/w/${workspace}/settings/keys` as never} inherit underline="always">
                {t("keys")}
              </Anchor>
            ) : (
              <Text component="span" inherit c="dimmed">
                {t("assistants.noRight")}
              </Text>
            )}
          </List.Item>
          <List.Item>{t("assistants.paste")}</List.Item>
          <List.Item>{t("assistants.ask")}</List.Item>
        </List>
      </Stack>
      <Textarea
        label={t("assistants.settings")}
        readOnly
        autosize
        value={settingsLines(address, t("assistants.yourKey"))}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Text size="sm" c="dimmed">
        {t("assistants.safety")}
      </Text>
    </Stack>
  );
}
