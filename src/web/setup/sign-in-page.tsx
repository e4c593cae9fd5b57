import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { FormError } from "../shell/form-error.tsx";
import { askAuth } from "./ask-auth.ts";
import { AuthFormError } from "./auth-form-error.tsx";
import { AuthPage } from "./auth-page.tsx";
import { localPath } from "./local-path.ts";

export function SignInPage() {
  const { t } = useTranslation("setup");
  const navigate = useNavigate();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next, reset }: { next?: string; reset?: boolean } = useSearch({ strict: false });
  const form = useForm({ initialValues: { email: "", password: "" } });
  const signIn = useMutation({
    mutationFn: (values: { email: string; password: string }) => askAuth((auth) => auth.signIn.email(values)),
    onSuccess: async (data) => {
      if ((data as { twoFactorRedirect?: boolean } | null)?.twoFactorRedirect) {
        await navigate({ to: "/two-factor", search: { next } as never });
        return;
      }
      await queryClient.resetQueries();
      router.history.replace(localPath(next));
    },
  });
  const wrong = (signIn.error as { status?: number } | null)?.status === 401;
  return (
    <AuthPage title={t("signIn.title")} lead={t("signIn.lead")}>
      <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
        <Stack gap="sm">
          {reset && (
            <Alert role="status" variant="light" p="sm">
              {t("reset.done")}
            </Alert>
          )}
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
            {...form.getInputProps("password")}
          />
          {wrong ? <FormError error={signIn.error} text={t("signIn.wrong")} /> : <AuthFormError error={signIn.error} />}
          <Button type="submit" size="md" fullWidth loading={signIn.isPending} mt="xs">
            {t("signIn.submit")}
          </Button>
          <Anchor
            component={Link}
            to="/forgot-password"
            search={{ ...(form.values.email && { email: form.values.email }) } as never}
            size="sm"
          >
            {t("forgot.link")}
          </Anchor>
        </Stack>
      </form>
    </AuthPage>
  );
}
