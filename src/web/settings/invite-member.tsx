/** Invites somebody by e-mail or by a link that is shared by hand. */
import { Button, CopyButton, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ROLES, type Role } from "../../contract/roles.ts";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";

export function InviteMember({ close }: { close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("chat_operator");
  const [days, setDays] = useState(7);
  const invite = useMutation(
    api.members.invite.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.members.key() }) }),
  );
  return (
    <Modal opened onClose={close} title={t("members.invite")}>
      {invite.data ? (
        <Stack gap="sm">
          <Text>{invite.data.emailSent ? t("members.sent", { email: invite.data.email }) : t("members.share")}</Text>
          <TextInput readOnly aria-label={t("members.link")} value={invite.data.url} onFocus={(event) => event.currentTarget.select()} />
          <Group justify="flex-end">
            <CopyLink url={invite.data.url} />
            <Button onClick={close}>{t("common:done")}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate({ email: email.trim() || null, role, expiresInDays: days });
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t("members.email")}
              description={t("members.emailHint")}
              type="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              data-autofocus
            />
            <Select
              label={t("members.role")}
              description={t(`roleHint.${role}`)}
              allowDeselect={false}
              data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
              value={role}
              onChange={(value) => value && setRole(value)}
            />
            <NumberInput
              label={t("members.validFor")}
              min={1}
              max={30}
              suffix={` ${t("members.days")}`}
              value={days}
              onChange={(value) => setDays(Number(value) || 7)}
            />
            <FormError error={invite.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t("common:cancel")}
              </Button>
              <Button type="submit" loading={invite.isPending}>
                {t("members.make")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

export function CopyLink({ url }: { url: string }) {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <CopyButton value={url}>
      {({ copied, copy }) => (
        <Button size="compact-sm" variant="light" leftSection={<IconCopy size={14} />} onClick={copy}>
          {copied ? t("common:copied") : t("members.copyLink")}
        </Button>
      )}
    </CopyButton>
  );
}
