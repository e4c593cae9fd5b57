/** One number: whether everything works, what to enter at Meta, its credentials and limits. */
import {
  Alert,
  Anchor,
  Button,
  CopyButton,
  Divider,
  Group,
  NumberInput,
  PasswordInput,
  Skeleton,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../contract/channels.ts";
import { warmUpCeiling } from "../../domain/messaging-limit.ts";
import { api, client } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { SectionHeader } from "../settings/section-header.tsx";
import { Confirm } from "../shell/confirm.tsx";
import { FormError } from "../shell/form-error.tsx";
import { toastDone, toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { formatNumber } from "../ui/format.ts";
import { ChannelCheck } from "./channel-check.tsx";
import { isPhoneNumberId } from "./phone-number-id.ts";

export function ChannelDetail({ id }: { id: string }) {
  const { t } = useTranslation("channels");
  const workspace = useWorkspaceSlug();
  const { data: channel, error } = useQuery(api.channels.get.queryOptions({ input: { id } }));
  const failure = blockingError({ error, data: channel });
  if (failure) return <ErrorState error={failure} />;
  if (!channel) return <Skeleton height={300} />;
  return (
    <>
      <Anchor component={Link} to={`/w/${workspace}/settings/channels`} size="sm">
        ← {t("title")}
      </Anchor>
      <SectionHeader title={channel.name} lead={channel.kind === "sandbox" ? t("sandboxLead") : (channel.phone ?? channel.phoneNumberId)} />
      {channel.marketingPausedAt && <MarketingPaused channel={channel} />}
      {channel.kind === "whatsapp" && (
        <>
          <ChannelCheck channel={channel} />
          <Divider my="xl" />
          <Webhook channel={channel} />
          <Divider my="xl" />
        </>
      )}
      <Settings key={channel.id} channel={channel} />
    </>
  );
}

function WarmUpDay({ since }: { since: number }) {
  const { t, i18n } = useTranslation("channels");
  const [opened] = useState(() => Date.now());
  const most = warmUpCeiling(since, opened);
  return (
    <Text size="sm" c="dimmed">
      {most === null ? t("warmUp.warm") : t("warmUp.today", { most: formatNumber(most, i18n.language) })}
    </Text>
  );
}

/** Why marketing waits, and the way to let it go on. */
function MarketingPaused({ channel }: { channel: Channel }) {
  const { t } = useTranslation("channels");
  const may = useMay();
  const queryClient = useQueryClient();
  const resume = useMutation(
    api.channels.resumeMarketing.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.channels.key() }),
      onError: toastError,
    }),
  );
  return (
    <Alert className="warning-alert" variant="light" mb="lg" maw={760} title={t("marketing.paused")}>
      <Text size="sm">{t("marketing.why")}</Text>
      {may("channels:write") && (
        <Button mt="sm" size="xs" variant="default" loading={resume.isPending} onClick={() => resume.mutate({ id: channel.id })}>
          {t("marketing.resume")}
        </Button>
      )}
    </Alert>
  );
}

function Webhook({ channel }: { channel: Channel }) {
  const { t } = useTranslation(["channels", "common"]);
  const rows = [
    { label: t("webhookUrl"), value: channel.webhookUrl },
    { label: t("verifyToken"), value: channel.verifyToken ?? "" },
  ];
  return (
    <Stack gap="sm">
      <Title order={3} size="h4">
        {t("atMeta")}
      </Title>
      <Text size="sm" c="dimmed" maw={560}>
        {t("atMetaHint")}
      </Text>
      {!channel.webhookUrl.startsWith("https:") && (
        <Alert className="warning-alert" variant="light" maw={640}>
          {t("notHttps")}
        </Alert>
      )}
      {rows.map(({ label, value }) => (
        <Group key={label} align="flex-end" wrap="nowrap" maw={640}>
          <TextInput readOnly flex={1} label={label} value={value} onFocus={(event) => event.currentTarget.select()} />
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? "common:copied" : "common:copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
      ))}
    </Stack>
  );
}

function Settings({ channel }: { channel: Channel }) {
  const { t } = useTranslation(["channels", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const may = useMay();
  const queryClient = useQueryClient();
  const [name, setName] = useState(channel.name);
  const [phoneNumberId, setPhoneNumberId] = useState(channel.phoneNumberId);
  const [wabaId, setWabaId] = useState(channel.wabaId ?? "");
  const [accessToken, setAccessToken] = useState("");
  const [appSecret, setAppSecret] = useState("");
  const [throughput, setThroughput] = useState(channel.throughput);
  const [deleting, setDeleting] = useState(false);
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.channels.key() });
  const save = useMutation(
    api.channels.update.mutationOptions({
      onSuccess: async () => {
        setAccessToken("");
        setAppSecret("");
        toastDone(t("saved"));
        await refresh();
      },
    }),
  );
  const toggle = useMutation(api.channels.update.mutationOptions({ onSuccess: refresh, onError: toastError }));
  if (!may("channels:write")) return null;
  const real = channel.kind === "whatsapp";
  const phoneNumberIdFault = isPhoneNumberId(phoneNumberId) ? undefined : t("digits");
  return (
    <Stack gap="sm" maw={520}>
      <Title order={3} size="h4">
        {t("settings")}
      </Title>
      <TextInput label={t("name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {real && (
        <>
          <TextInput
            label={t("phoneNumberId")}
            description={t("phoneNumberIdHint")}
            inputMode="numeric"
            value={phoneNumberId}
            error={phoneNumberIdFault}
            onChange={(event) => setPhoneNumberId(event.currentTarget.value)}
          />
          <TextInput
            label={t("wabaId")}
            description={t("wabaIdHint")}
            inputMode="numeric"
            value={wabaId}
            onChange={(event) => setWabaId(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("accessToken")}
            placeholder={channel.hasAccessToken ? t("kept") : ""}
            autoComplete="off"
            value={accessToken}
            onChange={(event) => setAccessToken(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("show") }}
          />
          <PasswordInput
            label={t("appSecret")}
            placeholder={channel.hasAppSecret ? t("kept") : ""}
            autoComplete="off"
            value={appSecret}
            onChange={(event) => setAppSecret(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("show") }}
          />
          <NumberInput
            label={t("throughput")}
            description={t("throughputHint")}
            min={1}
            max={1000}
            value={throughput}
            onChange={(value) => setThroughput(Number(value) || 80)}
          />
        </>
      )}
      <Switch
        label={t("warmUp.label")}
        description={t("warmUp.hint")}
        checked={channel.warmUpAt !== null}
        disabled={toggle.isPending}
        onChange={(event) => toggle.mutate({ id: channel.id, warmUp: event.currentTarget.checked })}
      />
      {channel.warmUpAt && <WarmUpDay since={Date.parse(channel.warmUpAt)} />}
      <FormError error={save.error} />
      <Group>
        <Button
          loading={save.isPending}
          disabled={!name.trim() || (real && phoneNumberIdFault !== undefined)}
          onClick={() =>
            save.mutate({
              id: channel.id,
              name: name.trim(),
              // Without an ID the check says that it is missing.
              ...(real && { throughput, phoneNumberId: phoneNumberId.trim(), wabaId: wabaId.trim() }),
              ...(accessToken && { accessToken }),
              ...(appSecret && { appSecret }),
            })
          }
        >
          {t("common:save")}
        </Button>
        <Button
          variant="default"
          loading={toggle.isPending}
          onClick={() => toggle.mutate({ id: channel.id, status: channel.status === "active" ? "stopped" : "active" })}
        >
          {t(channel.status === "active" ? "stop" : "start")}
        </Button>
        <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
          {t("disconnect")}
        </Button>
      </Group>
      <Confirm
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={t("disconnectTitle", { name: channel.name })}
        action={t("disconnect")}
        run={async () => {
          await client.channels.delete({ id: channel.id });
          await refresh();
          await navigate({ to: `/w/${workspace}/settings/channels` });
        }}
      >
        {t("disconnectText")}
      </Confirm>
    </Stack>
  );
}
