import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { FormError } from "../shell/form-error.tsx";
import { auth, orThrow } from "./auth-client.ts";
import { AuthPage } from "./auth-page.tsx";
import { localPath } from "./local-path.ts";

export function SignInPage() {
  const { t } = useTranslation("setup");
  const navigate = useNavigate();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next }: { next?: string } = useSearch({ strict: false });
  const form = useForm({ initialValues: { email: "", password: "" } });
  const signIn = useMutation({
    mutationFn: (values: { email: string; password: string }) => orThrow(auth.signIn.email(values)),
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
          <FormError error={signIn.error} {...(wrong && { text: t("signIn.wrong") })} />
          <Button type="submit" size="md" fullWidth loading={signIn.isPending} mt="xs">
            {t("signIn.submit")}
          </Button>
        </Stack>
      </form>
    </AuthPage>
  );
}
