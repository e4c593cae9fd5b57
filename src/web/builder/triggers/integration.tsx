/** Integration: the address to call, its secret, what a call may bring, and what of it becomes the contact. */
import { ActionIcon, Alert, Code, CopyButton, Group, Input, ScrollArea, Select, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconEye, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { api, client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { withKey } from "../form/config-value.ts";
import { useFormContext } from "../form/form-context.ts";
import { PayloadTree } from "../integration/payload-tree.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";

const PLATFORMS = ["api", "zapier", "make", "activecampaign", "emailchef", "custom"] as const;
const ATTRIBUTES = ["phone", "first_name", "last_name", "email", "language"] as const;

function Form({ nodeId, config, onChange }: FormProps) {
  const { t } = useTranslation("builder");
  const { automationId } = useFormContext();
  const platform = typeof config["platform"] === "string" ? config["platform"] : "api";
  return (
    <Stack gap="md">
      <Select
        label={t("integration.platform")}
        allowDeselect={false}
        data={PLATFORMS.map((value) => ({ value, label: t(`integration.platforms.${value}`) }))}
        value={platform}
        onChange={(next) => onChange(withKey(config, "platform", next ?? "api"))}
      />
      {automationId !== null && (
        <HookAddress
          automationId={automationId}
          nodeId={nodeId}
          mapping={config["mapping"]}
          onMapping={(mapping) => onChange(withKey(config, "mapping", mapping))}
        />
      )}
    </Stack>
  );
}

interface HookProps {
  automationId: string;
  nodeId: string;
  mapping: Json | undefined;
  onMapping(mapping: JsonObject | undefined): void;
}

function HookAddress({ automationId, nodeId, mapping, onMapping }: HookProps) {
  const { t } = useTranslation(["builder", "common"]);
  const queries = useQueryClient();
  const [shown, setShown] = useState(false);
  const hook = useQuery({
    queryKey: ["hook", automationId, nodeId],
    queryFn: () => client.hooks.ensure({ automationId, triggerId: nodeId }),
    staleTime: Infinity,
    retry: 1,
  });
  const id = hook.data?.id ?? "";
  const secret = useQuery({ ...api.hooks.secret.queryOptions({ input: { id } }), enabled: shown && id !== "" });
  const calls = useQuery({ ...api.hooks.calls.queryOptions({ input: { id } }), enabled: id !== "", refetchInterval: 10_000 });
  const rotate = useMutation({
    mutationFn: () => client.hooks.rotateSecret({ id }),
    onSuccess: (next) => {
      queries.setQueryData(api.hooks.secret.queryKey({ input: { id } }), next);
      setShown(true);
    },
  });
  if (hook.isError) return <Alert color="red">{errorText(hook.error, t("common:error.unknown"))}</Alert>;
  if (!hook.data)
    return (
      <Text size="sm" c="dimmed">
        {t("integration.saveFirst")}
      </Text>
    );
  // A call without a readable body shows nothing to point at.
  const last = calls.data?.items.find(({ body }) => body !== null);
  const curl = `curl -X POST ${hook.data.url} -H "Authorization: Bearer ${secret.data?.secret ?? "…"}" -H "Content-Type: application/json" -d '{"phone":"+39…","first_name":"Anna"}'`;
  return (
    <>
      <Copyable label={t("integration.url")} value={hook.data.url} />
      <Copyable label={t("integration.compatible")} description={t("integration.compatibleHint")} value={hook.data.compatibleUrl} />
      <Input.Wrapper label={t("integration.secret")} description={t("integration.secretHint")} labelElement="div">
        <Group gap={4} mt={4} wrap="nowrap">
          <Code style={{ flex: 1, overflow: "hidden", textOverflow: "ellipsis" }}>
            {shown && secret.data ? secret.data.secret : "••••••••••••"}
          </Code>
          {shown && secret.data ? (
            <Copy value={secret.data.secret} />
          ) : (
            <Tooltip label={t("integration.show")}>
              <ActionIcon aria-label={t("integration.show")} onClick={() => setShown(true)}>
                <IconEye size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label={t("integration.rotate")}>
            <ActionIcon aria-label={t("integration.rotate")} loading={rotate.isPending} onClick={() => rotate.mutate()}>
              <IconRefresh size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Input.Wrapper>
      <Input.Wrapper label={t("integration.try")} labelElement="div">
        <ScrollArea type="auto" mt={4}>
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Code block style={{ flex: 1, whiteSpace: "pre-wrap", overflowWrap: "anywhere", fontSize: 11 }}>
              {curl}
            </Code>
            <Copy value={curl} />
          </Group>
        </ScrollArea>
      </Input.Wrapper>
      <Mapping mapping={mapping} payload={last?.body ?? undefined} onMapping={onMapping} />
      <Input.Wrapper
        label={t("integration.calls")}
        description={calls.data?.items.length === 0 ? t("integration.noCalls") : undefined}
        labelElement="div"
      >
        <Stack gap={4} mt={4}>
          {(calls.data?.items ?? []).slice(0, 5).map((call) => (
            <Group key={call.id} justify="space-between">
              <Text size="xs">
                <RelativeTime at={call.at} />
              </Text>
              <Text size="xs" c={call.status < 300 ? "var(--parola-success)" : "var(--parola-danger)"} fw={600}>
                {call.status}
              </Text>
            </Group>
          ))}
        </Stack>
      </Input.Wrapper>
    </>
  );
}

/** Where in a received body the contact's data lie: press a field, then the value. */
function Mapping({
  mapping,
  payload,
  onMapping,
}: {
  mapping: Json | undefined;
  payload: Json | undefined;
  onMapping(mapping: JsonObject | undefined): void;
}) {
  const { t } = useTranslation("builder");
  const { objects } = useFormContext();
  const [target, setTarget] = useState<string>("phone");
  const own = (mapping ?? {}) as JsonObject;
  const fields = (own["fields"] ?? {}) as JsonObject;
  const isField = (key: string) => !(ATTRIBUTES as readonly string[]).includes(key);
  const valueOf = (key: string) => String((isField(key) ? fields[key] : own[key]) ?? "");
  const set = (key: string, path: string) => {
    const next = isField(key)
      ? withKey(own, "fields", nonEmpty(withKey(fields, key, path || undefined)))
      : withKey(own, key, path || undefined);
    onMapping(nonEmpty(next));
  };
  const targets = [
    ...ATTRIBUTES.map((key) => ({ key, label: t(`variable.contact_${key}`) })),
    ...(objects.fields ?? []).map((field) => ({ key: field.code, label: field.label })),
  ];
  return (
    <Input.Wrapper
      label={t("integration.mapping")}
      description={t(payload === undefined ? "integration.mappingWait" : "integration.mappingHint")}
      labelElement="div"
    >
      <Stack gap={4} mt={6}>
        {targets.map(({ key, label }) => (
          <TextInput
            key={key}
            size="xs"
            label={label}
            placeholder={isField(key) ? `custom_fields.${key}` : key}
            value={valueOf(key)}
            onFocus={() => setTarget(key)}
            styles={{
              root: { display: "grid", gridTemplateColumns: "120px 1fr", alignItems: "center" },
              label: { fontWeight: key === target ? 600 : 400 },
            }}
            onChange={(event) => set(key, event.currentTarget.value)}
          />
        ))}
        {payload !== undefined && (
          <PayloadTree
            payload={payload}
            whole={isField(target)}
            onPick={(path) => set(target, path)}
            label={t("integration.pick", { field: targets.find(({ key }) => key === target)?.label ?? target })}
          />
        )}
      </Stack>
    </Input.Wrapper>
  );
}

function nonEmpty(value: JsonObject): JsonObject | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function Copyable({ label, description, value }: { label: string; description?: string; value: string }) {
  return (
    <TextInput
      label={label}
      description={description}
      readOnly
      value={value}
      rightSection={<Copy value={value} />}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}

function Copy({ value }: { value: string }) {
  const { t } = useTranslation("common");
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={t(copied ? "copied" : "copy")}>
          <ActionIcon aria-label={t("copy")} onClick={copy}>
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

export const form: NodeForm = {
  initial: { platform: "api" },
  Form,
  summary: (config, { t }) => t(`integration.platforms.${String(config["platform"] ?? "api")}`),
};
