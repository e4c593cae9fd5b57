/** Where the link of the e-mail leads: a new password. Signing in with it is left to the person, who may have a second factor. */
import { Anchor, Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { askAuth } from "./ask-auth.ts";
import { AuthFormError } from "./auth-form-error.tsx";
import { AuthPage } from "./auth-page.tsx";

const MIN_PASSWORD = 10;

export function ResetPasswordPage() {
  const { t } = useTranslation("setup");
  const navigate = useNavigate();
  const { token = "" }: { token?: string } = useSearch({ strict: false });
  const [password, setPassword] = useState("");
  const reset = useMutation({
    mutationFn: () => askAuth<unknown>((auth) => auth.resetPassword({ newPassword: password, token })),
    onSuccess: () => navigate({ to: "/sign-in", search: { reset: true } as never, replace: true }),
  });
  return (
    <AuthPage title={t("reset.title")} lead={t("reset.lead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate();
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label={t("reset.password")}
            description={t("passwordHint", { count: MIN_PASSWORD })}
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          />
          <AuthFormError error={reset.error} />
          <Button type="submit" size="md" fullWidth loading={reset.isPending} disabled={password.length < MIN_PASSWORD}>
            {t("reset.submit")}
          </Button>
          <Anchor component={Link} to="/forgot-password" size="sm">
            {t("reset.another")}
          </Anchor>
        </Stack>
      </form>
    </AuthPage>
  );
}
