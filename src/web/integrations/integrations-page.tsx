/** How other systems start automations: an address and a secret for each, with the last calls as they came. */
import { Button, Code, CopyButton, Drawer, Group, Paper, Skeleton, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconCopy, IconPlug } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Hook } from "../../contract/hooks.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { Page } from "../shell/page.tsx";
import { StateBadge } from "../shell/state-badge.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

export function IntegrationsPage() {
  const { t } = useTranslation("integrations");
  const workspace = useWorkspaceSlug();
  const hooks = useQuery(api.hooks.list.queryOptions({ input: {} }));
  const [open, setOpen] = useUrlState("hook");
  const chosen = hooks.data?.items.find(({ id }) => id === open);
  return (
    <Page title={t("title")}>
      <Text c="dimmed" mb="lg" maw={640}>
        {t("lead")}{" "}
        <Link to="/w/$workspace/settings/$section" params={{ workspace, section: "keys" }}>
          {t("keys")}
        </Link>
      </Text>
      <Title order={2} size="h3" mb="sm">
        {t("hooks")}
      </Title>
      {hooks.error && <ErrorState error={hooks.error} retry={() => void hooks.refetch()} />}
      {hooks.isPending && <Skeleton height={120} />}
      {hooks.data?.items.length === 0 && (
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
        {hooks.data?.items.map((hook) => (
          <Paper key={hook.id} withBorder p="md">
            <Group justify="space-between" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text fw={600}>{hook.automation.name}</Text>
                <Text size="xs" c="dimmed" ff="monospace" truncate>
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
                <Button size="xs" variant="default" onClick={() => setOpen(hook.id)}>
                  {t("details")}
                </Button>
              </Group>
            </Group>
          </Paper>
        ))}
      </Stack>
      {chosen && <HookDetail hook={chosen} close={() => setOpen(null)} />}
    </Page>
  );
}

function HookDetail({ hook, close }: { hook: Hook; close: () => void }) {
  const { t } = useTranslation(["integrations", "common"]);
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const queryClient = useQueryClient();
  const calls = useQuery(api.hooks.calls.queryOptions({ input: { id: hook.id } }));
  const [rotating, setRotating] = useState(false);
  const secret = useMutation({ mutationFn: () => client.hooks.secret({ id: hook.id }), onError: toastError });
  const shown = secret.data?.secret ?? "";
  const example = `curl -X POST ${hook.url} \\\n  -H "Authorization: Bearer ${shown || "…"}" \\\n  -H "Content-Type: application/json" \\\n  -d '{"phone": "+393331234567", "first_name": "Anna"}'`;
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={hook.automation.name}>
      <Stack gap="md">
        <Copyable label={t("url")} value={hook.url} />
        <Copyable label={t("bulkUrl")} value={hook.bulkUrl} />
        <Copyable label={t("compatibleUrl")} value={hook.compatibleUrl} />
        {may("integrations:write") && (
          <Group align="flex-end">
            {shown ? (
              <div style={{ flex: 1 }}>
                <Copyable label={t("secret")} value={shown} />
              </div>
            ) : (
              <Button variant="default" loading={secret.isPending} onClick={() => secret.mutate()}>
                {t("showSecret")}
              </Button>
            )}
            <Button variant="subtle" color="red" onClick={() => setRotating(true)}>
              {t("rotate")}
            </Button>
          </Group>
        )}
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t("try")}
          </Text>
          <Code block>{example}</Code>
        </div>
        <Link
          to="/w/$workspace/automations/$automationId"
          params={{ workspace, automationId: hook.automation.id }}
          search={{ step: hook.triggerId }}
        >
          {t("mapping")}
        </Link>
        <Title order={3} size="h4">
          {t("calls")}
        </Title>
        {calls.isPending && <Skeleton height={80} />}
        {calls.data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("noCalls")}
          </Text>
        )}
        {calls.data && calls.data.items.length > 0 && (
          <Table verticalSpacing="xs">
            <Table.Tbody>
              {calls.data.items.map((call) => (
                <Table.Tr key={call.id}>
                  <Table.Td w={120} valign="top">
                    <RelativeTime at={call.at} />
                  </Table.Td>
                  <Table.Td w={70} valign="top">
                    <StateBadge tone={call.status < 300 ? "good" : "bad"}>{call.status}</StateBadge>
                  </Table.Td>
                  <Table.Td>
                    <details>
                      <summary>{t("payload")}</summary>
                      <Code block>{JSON.stringify(call.body, null, 2)}</Code>
                      <Code block mt={4}>
                        {JSON.stringify(call.answer, null, 2)}
                      </Code>
                    </details>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
      <Confirm
        opened={rotating}
        onClose={() => setRotating(false)}
        title={t("rotateTitle")}
        action={t("rotate")}
        run={async () => {
          await client.hooks.rotateSecret({ id: hook.id });
          secret.reset();
          await queryClient.invalidateQueries({ queryKey: api.hooks.key() });
        }}
      >
        {t("rotateText")}
      </Confirm>
    </Drawer>
  );
}

function Copyable({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation("common");
  return (
    <Group align="flex-end" wrap="nowrap" gap="xs">
      <TextInput flex={1} readOnly label={label} value={value} ff="monospace" onFocus={(event) => event.currentTarget.select()} />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" leftSection={<IconCopy size={14} />} onClick={copy}>
            {t(copied ? "copied" : "copy")}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
