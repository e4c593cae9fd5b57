/** Who forgot their password: a link by e-mail, or, where none can be sent, whom to ask. */
import { Alert, Anchor, Button, Code, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { askAuth } from "./ask-auth.ts";
import { AuthFormError } from "./auth-form-error.tsx";
import { AuthPage } from "./auth-page.tsx";

export function ForgotPasswordPage() {
  const { t } = useTranslation("setup");
  const search: { email?: string } = useSearch({ strict: false });
  const [email, setEmail] = useState(search.email ?? "");
  const status = useQuery(api.setup.status.queryOptions());
  const request = useMutation({ mutationFn: () => askAuth<unknown>((auth) => auth.requestPasswordReset({ email: email.trim() })) });
  return (
    <AuthPage title={t("forgot.title")} {...(status.data?.emailEnabled && { lead: t("forgot.lead") })}>
      <Stack gap="sm">
        {status.data?.emailEnabled === false ? (
          <>
            <Text>{t("forgot.noMail")}</Text>
            <Code block>npm run parola -- user password --email {email || "you@example.com"}</Code>
          </>
        ) : request.isSuccess ? (
          <Alert role="status" variant="light">
            {t("forgot.sent", { email: email.trim() })}
          </Alert>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              request.mutate();
            }}
          >
            <Stack gap="sm">
              <TextInput
                label={t("email")}
                type="email"
                autoComplete="username"
                required
                withAsterisk={false}
                autoFocus
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <AuthFormError error={request.error ?? status.error} />
              <Button type="submit" size="md" fullWidth loading={request.isPending} disabled={!status.data}>
                {t("forgot.submit")}
              </Button>
            </Stack>
          </form>
        )}
        <Anchor component={Link} to="/sign-in" size="sm">
          {t("backToSignIn")}
        </Anchor>
      </Stack>
    </AuthPage>
  );
}
