/** One incoming address: what to enter in the other system, and what came. */
import { Anchor, Button, Code, Drawer, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Hook } from "../../../contract/hooks.ts";
import { api, client } from "../../api.ts";
import { Confirm } from "../../shell/confirm.tsx";
import { StateBadge } from "../../shell/state-badge.tsx";
import { toastError } from "../../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../../shell/use-me.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Body } from "../attempts.tsx";
import { Copyable } from "../copyable.tsx";

export function HookDetail({ hook, close }: { hook: Hook; close: () => void }) {
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
          <>
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
            {shown && <Copyable label={t("urlWithSecret")} description={t("urlWithSecretHint")} value={`${hook.url}?secret=${shown}`} />}
          </>
        )}
        <div>
          <Text size="sm" fw={600} mb={4}>
            {t("try")}
          </Text>
          <Code block tabIndex={0} aria-label={t("try")}>
            {example}
          </Code>
        </div>
        <Anchor
          component={Link}
          to="/w/$workspace/automations/$automationId"
          params={{ workspace, automationId: hook.automation.id } as never}
          search={{ step: hook.triggerId } as never}
          size="sm"
        >
          {t("mapping")}
        </Anchor>
        <Title order={3} size="h4">
          {t("calls")}
        </Title>
        {calls.isPending && <Skeleton height={80} />}
        {calls.data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("noCalls")}
          </Text>
        )}
        {calls.data?.items.map((call) => (
          <details key={call.id}>
            <summary>
              <StateBadge tone={call.status < 300 ? "good" : "bad"}>{call.status}</StateBadge>{" "}
              <Text span size="sm">
                <RelativeTime at={call.at} />
              </Text>
            </summary>
            <Body label={t("payload")} text={JSON.stringify(call.body)} />
            <Body label={t("answer")} text={JSON.stringify(call.answer)} />
          </details>
        ))}
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
