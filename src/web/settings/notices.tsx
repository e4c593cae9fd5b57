/** Which notices this person gets in this workspace, and where. */
import { Alert, Stack, Switch, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useMay, useMe } from "../shell/use-me.ts";
import { whileSaving } from "../ui/while-saving.ts";
import { Devices } from "./devices.tsx";

/** What holds while nothing is chosen; the server's words are the same (`store/notices.ts`). */
const SWITCHES = {
  noticeTicketAssigned: true,
  noticeTicketUpdated: true,
  noticeTicketOpened: false,
  noticeHandedOver: true,
  noticeTrouble: true,
} as const;

export function Notices() {
  const { t } = useTranslation("settings");
  const may = useMay();
  const queryClient = useQueryClient();
  const me = useMe().data;
  const status = useQuery(api.setup.status.queryOptions({ staleTime: Infinity }));
  const save = useMutation(
    api.account.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.account.key() }),
      onError: toastError,
    }),
  );
  const settings: Record<string, unknown> = { ...me?.active?.settings, ...whileSaving(save, (change) => change.settings, {}) };
  if (!me || (!may("tickets:read") && !may("chats:read"))) return null;
  const isOn = (name: string, normally: boolean) => (typeof settings[name] === "boolean" ? settings[name] : normally);
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        {t("notices.title")}
      </Title>
      <Stack gap="sm">
        {Object.entries(SWITCHES)
          .filter(([name]) => name !== "noticeTrouble" || may("campaigns:write"))
          .map(([name, normally]) => (
            <Switch
              key={name}
              label={t(`notices.${name as keyof typeof SWITCHES}`)}
              checked={isOn(name, normally)}
              onChange={(event) => save.mutate({ settings: { [name]: event.currentTarget.checked } })}
            />
          ))}
      </Stack>
      <Title order={4} size="h5" mt="lg" mb="xs">
        {t("notices.where")}
      </Title>
      <Stack gap="sm">
        <Switch
          label={t("notices.byEmail", { email: me.user.email })}
          checked={isOn("noticeByEmail", true)}
          onChange={(event) => save.mutate({ settings: { noticeByEmail: event.currentTarget.checked } })}
        />
        {status.data?.emailEnabled === false && (
          <Alert className="warning-alert" variant="light" maw={560}>
            {t("notices.noServer")}
          </Alert>
        )}
        <Devices userId={me.user.id} />
      </Stack>
    </section>
  );
}
