/** First run: the owner's account and their workspace, which comes with a sandbox number. */
import { Anchor, Button, List, PasswordInput, Stack, Text, TextInput, ThemeIcon } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconBolt, IconDeviceMobile, IconSchema } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { Redirect } from "../shell/redirect.tsx";
import { AuthPage } from "./auth-page.tsx";
import { checkNewAccount } from "./check-new-account.ts";
import { TimeZoneField } from "./time-zone-field.tsx";

const MIN_PASSWORD = 10;

export function SetupPage() {
  const { t, i18n } = useTranslation("setup");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const status = useQuery(api.setup.status.queryOptions());
  const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const form = useForm({
    initialValues: {
      name: "",
      email: "",
      password: "",
      workspaceName: "",
      timeZone: ownTimeZone,
    },
    validate: { ...checkNewAccount(t), workspaceName: (value) => (value.trim() ? null : t("required")) },
  });
  const create = useMutation(
    api.setup.createOwner.mutationOptions({
      onSuccess: async () => {
        await queryClient.resetQueries();
        await navigate({ to: "/", replace: true });
      },
    }),
  );

  if (status.data && !status.data.needsOwner && !create.isPending && !create.isSuccess) return <Redirect to="/" />;

  return (
    <AuthPage title={t("setup.title")} lead={t("setup.lead")} aside={<TwoMinutes />}>
      <form
        onSubmit={form.onSubmit((values) => {
          const country = navigator.language.split("-")[1];
          create.mutate({ ...values, language: i18n.language, ...(country?.length === 2 && { country: country.toUpperCase() }) });
        })}
        noValidate
      >
        <Stack gap="sm">
          <TextInput label={t("name")} autoComplete="name" autoFocus {...form.getInputProps("name")} />
          <TextInput label={t("email")} type="email" autoComplete="username" {...form.getInputProps("email")} />
          <PasswordInput
            label={t("password")}
            description={t("passwordHint", { count: MIN_PASSWORD })}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
            {...form.getInputProps("password")}
          />
          <TextInput
            label={t("setup.workspace")}
            description={t("setup.workspaceHint")}
            autoComplete="organization"
            {...form.getInputProps("workspaceName")}
          />
          <TimeZoneField label={t("setup.timeZone")} own={ownTimeZone} {...form.getInputProps("timeZone")} />
          <FormError error={create.error ?? status.error} />
          <Button type="submit" size="md" fullWidth loading={create.isPending} mt="xs">
            {t("setup.submit")}
          </Button>
          <Text size="xs" c="dimmed" ta="center">
            {t("setup.private")}{" "}
            <Anchor href="/api/docs" size="xs" underline="always">
              {t("setup.apiDocs")}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </AuthPage>
  );
}

/** What happens in the two minutes after this page. */
function TwoMinutes() {
  const { t } = useTranslation("setup");
  const steps = [
    { icon: <IconSchema size={18} />, text: t("setup.step1") },
    { icon: <IconDeviceMobile size={18} />, text: t("setup.step2") },
    { icon: <IconBolt size={18} />, text: t("setup.step3") },
  ];
  return (
    <Stack gap="lg">
      <Text size="xl" fw={600}>
        {t("setup.promise")}
      </Text>
      <List spacing="md" center={false} listStyleType="none">
        {steps.map((step) => (
          <List.Item
            key={step.text}
            icon={
              <ThemeIcon variant="light" size={32} radius="xl">
                {step.icon}
              </ThemeIcon>
            }
          >
            <Text>{step.text}</Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
