/** Notices on this browser, and on which others this person gets them. */
import { ActionIcon, Alert, Button, Group, Stack, Switch, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { noticesState, showNoNotices, showNoticesTo } from "../shell/device-notices.ts";
import { FormError } from "../shell/form-error.tsx";
import { StateBadge } from "../shell/state-badge.tsx";
import { toastDone, toastError } from "../shell/toast.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { whileSaving } from "../ui/while-saving.ts";
import { deviceName } from "./device-name.ts";

export function Devices({ userId }: { userId: string }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const [state, setState] = useState(noticesState);
  const devices = useQuery(api.devices.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.devices.key() });
  const items = devices.data?.items ?? [];
  const current = items.find((device) => device.current);
  const toggle = useMutation({
    mutationFn: (on: boolean) => (on ? showNoticesTo(userId) : showNoNotices(current?.id)),
    onSettled: () => {
      setState(noticesState());
      return refresh();
    },
  });
  const test = useMutation(
    api.devices.test.mutationOptions({
      onSuccess: ({ outcome }) => {
        if (outcome === "delivered") toastDone(t("devices.sent"));
      },
      onError: toastError,
      onSettled: refresh,
    }),
  );
  const remove = useMutation(api.devices.remove.mutationOptions({ onError: toastError, onSettled: refresh }));
  const possible = state === "default" || state === "granted";
  const on = current !== undefined && state === "granted";
  const failed = test.data && test.data.outcome !== "delivered" ? test.data : undefined;
  return (
    <Stack gap="sm" maw={560}>
      <Switch
        label={t("devices.here")}
        description={t(`devices.state.${state}`)}
        checked={whileSaving(toggle, (wanted) => wanted, on)}
        disabled={!possible || !devices.data}
        onChange={(event) => {
          // Not disabled meanwhile: that would take the keyboard's focus away.
          if (!toggle.isPending) toggle.mutate(event.currentTarget.checked);
        }}
      />
      {/* Browsers say only that it did not work: most often their own push service is switched off or out of reach. */}
      <FormError error={toggle.error} {...(toggle.error instanceof DOMException && { text: t("devices.failed") })} />
      {on && (
        <Group>
          <Button variant="default" size="xs" loading={test.isPending} onClick={() => test.mutate(undefined)}>
            {t("devices.test")}
          </Button>
        </Group>
      )}
      {failed && (
        <Alert role="alert" className="warning-alert" variant="light">
          {t(failed.outcome === "gone" ? "devices.gone" : "devices.refused", { detail: failed.detail })}
        </Alert>
      )}
      {items.length > 0 && (
        <ul aria-label={t("devices.list")} style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {items.map(({ id, userAgent, createdAt, lastNoticeAt, current: here }) => (
            <Group key={id} component="li" justify="space-between" wrap="nowrap" py={4}>
              <div>
                <Group gap="xs">
                  <Text size="sm">{deviceName(userAgent)}</Text>
                  {here && <StateBadge tone="good">{t("devices.current")}</StateBadge>}
                </Group>
                <Text size="xs" c="dimmed">
                  {lastNoticeAt ? t("devices.last") : t("devices.since")} <RelativeTime at={lastNoticeAt ?? createdAt} />
                </Text>
              </div>
              {!(here && on) && (
                <ActionIcon aria-label={t("devices.remove", { name: deviceName(userAgent) })} onClick={() => remove.mutate({ id })}>
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </Group>
          ))}
        </ul>
      )}
    </Stack>
  );
}
