/** Joining a workspace by a link: as the person who is signed in, or with a new account. */
import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { AuthPage } from "./auth-page.tsx";
import { checkNewAccount } from "./check-new-account.ts";

export function InvitationPage() {
  const { t } = useTranslation("setup");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { invitationId: token = "" } = useParams({ strict: false });
  const invitation = useQuery(api.members.viewInvitation.queryOptions({ input: { token }, retry: false }));
  const me = useQuery(api.account.me.queryOptions({ retry: false }));
  const form = useForm({ initialValues: { name: "", email: "", password: "" }, validate: checkNewAccount(t) });
  const setFieldValue = form.setFieldValue;
  const invitedEmail = invitation.data?.email;
  useEffect(() => {
    if (invitedEmail) setFieldValue("email", invitedEmail);
  }, [invitedEmail, setFieldValue]);
  const accept = useMutation(
    api.members.acceptInvitation.mutationOptions({
      onSuccess: async () => {
        await queryClient.resetQueries();
        await navigate({ to: "/", replace: true });
      },
    }),
  );

  if (invitation.error) {
    return (
      <AuthPage title={t("invitation.title")}>
        <EmptyState title={t("invitation.gone")}>{t("invitation.goneHint")}</EmptyState>
      </AuthPage>
    );
  }
  const facts = invitation.data;
  const lead = facts && t("invitation.lead", { who: facts.invitedBy, workspace: facts.workspaceName, role: t(`role.${facts.role}`) });
  return (
    <AuthPage title={t("invitation.title")} {...(lead && { lead })}>
      {me.data ? (
        <Stack gap="sm">
          <Text>{t("invitation.signedInAs", { email: me.data.user.email })}</Text>
          <FormError error={accept.error} />
          <Button onClick={() => accept.mutate({ token })} loading={accept.isPending} disabled={!facts}>
            {t("invitation.join")}
          </Button>
        </Stack>
      ) : (
        <form onSubmit={form.onSubmit((values) => accept.mutate({ token, ...values }))} noValidate>
          <Stack gap="sm">
            <TextInput label={t("name")} autoComplete="name" {...form.getInputProps("name")} />
            <TextInput
              label={t("email")}
              type="email"
              autoComplete="username"
              readOnly={Boolean(invitedEmail)}
              {...form.getInputProps("email")}
            />
            <PasswordInput
              label={t("password")}
              description={t("passwordHint", { count: 10 })}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
              {...form.getInputProps("password")}
            />
            <FormError error={accept.error} />
            <Button type="submit" loading={accept.isPending} disabled={!facts}>
              {t("invitation.joinNew")}
            </Button>
            <Anchor component={Link} to="/sign-in" search={{ next: `/join/${token}` } as never} size="sm">
              {t("invitation.haveAccount")}
            </Anchor>
          </Stack>
        </form>
      )}
    </AuthPage>
  );
}
