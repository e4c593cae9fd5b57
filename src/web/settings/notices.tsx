/** Which e-mails this person gets in this workspace. */
import { Alert, Stack, Switch, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useMay, useMe } from "../shell/use-me.ts";
import { whileSaving } from "../ui/while-saving.ts";

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
  const stored = useMe().data?.active?.settings ?? {};
  const status = useQuery(api.setup.status.queryOptions({ staleTime: Infinity }));
  const save = useMutation(
    api.account.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.account.key() }),
      onError: toastError,
    }),
  );
  const settings: Record<string, unknown> = { ...stored, ...whileSaving(save, (change) => change.settings, {}) };
  if (!may("tickets:read") && !may("chats:read")) return null;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        {t("notices.title")}
      </Title>
      {status.data?.emailEnabled === false && (
        <Alert className="warning-alert" variant="light" mb="sm" maw={560}>
          {t("notices.noServer")}
        </Alert>
      )}
      <Stack gap="sm">
        {Object.entries(SWITCHES)
          .filter(([name]) => name !== "noticeTrouble" || may("campaigns:write"))
          .map(([name, normally]) => (
            <Switch
              key={name}
              label={t(`notices.${name as keyof typeof SWITCHES}`)}
              checked={typeof settings[name] === "boolean" ? settings[name] : normally}
              onChange={(event) => save.mutate({ settings: { [name]: event.currentTarget.checked } })}
            />
          ))}
      </Stack>
    </section>
  );
}
