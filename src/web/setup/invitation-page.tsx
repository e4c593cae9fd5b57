/** Joining a workspace by a link: as the person who is signed in, or with a new account. */
import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { signOut } from "../shell/sign-out.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
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
    const gone = (invitation.error as { status?: number }).status === 404;
    return (
      <AuthPage title={t("invitation.title")}>
        {gone ? (
          <EmptyState
            title={t("invitation.gone")}
            action={
              <Button component={Link} to="/" variant="default">
                {t("invitation.home")}
              </Button>
            }
          >
            {t("invitation.goneHint")}
          </EmptyState>
        ) : (
          <ErrorState error={invitation.error} retry={() => void invitation.refetch()} />
        )}
      </AuthPage>
    );
  }
  const { status, code } = (accept.error ?? {}) as { status?: number; code?: string };
  const member = status === 409 && me.data !== undefined;
  const known = status === 409 && me.data === undefined && code === "conflict";
  const facts = invitation.data;
  const lead = facts && t("invitation.lead", { who: facts.invitedBy, workspace: facts.workspaceName, role: t(`role.${facts.role}`) });
  return (
    <AuthPage title={t("invitation.title")} {...(lead && { lead })}>
      {me.data ? (
        <Stack gap="sm">
          <Text>{t("invitation.signedInAs", { email: me.data.user.email })}</Text>
          {invitedEmail && invitedEmail.toLowerCase() !== me.data.user.email.toLowerCase() && (
            <Alert color="yellow" variant="light" p="sm">
              <Text size="sm">{t("invitation.forOther", { email: invitedEmail })}</Text>
            </Alert>
          )}
          <FormError error={accept.error} {...(member && { text: t("invitation.member") })} />
          {member ? (
            <Button component={Link} to="/">
              {t("invitation.home")}
            </Button>
          ) : (
            <Button onClick={() => accept.mutate({ token })} loading={accept.isPending} disabled={!facts}>
              {t("invitation.join")}
            </Button>
          )}
          <Anchor component="button" type="button" size="sm" onClick={() => void signOut(`/join/${token}`)}>
            {t("invitation.otherAccount")}
          </Anchor>
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
            <FormError error={accept.error} {...(known && { text: t("invitation.known") })} />
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
