/** One's own name, password and notices. */
import { Button, Divider, Group, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { askAuth } from "../setup/ask-auth.ts";
import { AuthFormError } from "../setup/auth-form-error.tsx";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { useMe } from "../shell/use-me.ts";
import { Notices } from "./notices.tsx";
import { SectionHeader } from "./section-header.tsx";
import { TwoFactor } from "./two-factor.tsx";

export function ProfileSection() {
  // What its forms may be told too: loaded later it would put the whole page behind a spinner.
  const { t } = useTranslation(["settings", "common", "setup"]);
  const queryClient = useQueryClient();
  const user = useMe().data?.user;
  const [name, setName] = useState(user?.name ?? "");
  const save = useMutation(
    api.account.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.account.key() });
        toastDone(t("saved"));
      },
    }),
  );
  if (!user) return null;
  return (
    <>
      <SectionHeader title={t("section.profile")} lead={user.email} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name: name.trim() });
        }}
      >
        <Group align="flex-end">
          <TextInput label={t("profile.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} w={280} />
          <Button type="submit" variant="default" disabled={!name.trim() || name === user.name} loading={save.isPending}>
            {t("common:save")}
          </Button>
        </Group>
        <FormError error={save.error} />
      </form>
      <Divider my="xl" />
      <Notices />
      <Divider my="xl" />
      <Password />
      <Divider my="xl" />
      <TwoFactor enabled={user.twoFactorEnabled} />
    </>
  );
}

function Password() {
  const { t } = useTranslation("settings");
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () =>
      askAuth<unknown>((auth) => auth.changePassword({ currentPassword: current, newPassword: next, revokeOtherSessions: true })),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      toastDone(t("profile.passwordChanged"));
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Title order={3} size="h4" mb="xs">
        {t("profile.password")}
      </Title>
      <Stack gap="sm" maw={360}>
        <PasswordInput
          label={t("profile.current")}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("profile.show") }}
        />
        <PasswordInput
          label={t("profile.next")}
          description={t("profile.nextHint")}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("profile.show") }}
        />
        <AuthFormError error={change.error} />
        <Group>
          <Button type="submit" variant="default" loading={change.isPending} disabled={!current || next.length < 10}>
            {t("profile.changePassword")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
