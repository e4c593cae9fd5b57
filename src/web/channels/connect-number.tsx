/** The first half of connecting: what Meta shows is entered here. The second half, the tests, is on the number's own page. */
import { Anchor, Button, Group, List, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { SectionHeader } from "../settings/section-header.tsx";
import { FormError } from "../shell/form-error.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { isPhoneNumberId } from "./phone-number-id.ts";

export function ConnectNumber() {
  const { t } = useTranslation(["channels", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const needed = (value: string) => (value.trim() ? null : t("needed"));
  const form = useForm({
    initialValues: { name: "", phoneNumberId: "", wabaId: "", accessToken: "", appSecret: "" },
    validate: {
      name: needed,
      phoneNumberId: (value) => (isPhoneNumberId(value) ? null : t("digits")),
      accessToken: needed,
      appSecret: needed,
    },
  });
  const create = useMutation(
    api.channels.create.mutationOptions({
      onSuccess: async (channel) => {
        await queryClient.invalidateQueries({ queryKey: api.channels.key() });
        await navigate({ to: `/w/${workspace}/settings/channels/${channel.id}` });
      },
    }),
  );
  return (
    <>
      <Anchor component={Link} to={`/w/${workspace}/settings/channels`} size="sm">
        ← {t("title")}
      </Anchor>
      <SectionHeader title={t("connect")} lead={t("connectLead")} />
      <List type="ordered" size="sm" spacing={6} mb="lg" maw={640}>
        {["app", "number", "token", "secret"].map((step) => (
          <List.Item key={step}>
            {t(`guide.${step}`)}
            {step === "app" && (
              <>
                {" "}
                <Anchor underline="always" href="https://developers.facebook.com/apps" target="_blank" rel="noreferrer" size="sm">
                  {t("guide.open")}
                </Anchor>
              </>
            )}
          </List.Item>
        ))}
      </List>
      <form
        onSubmit={form.onSubmit(({ wabaId, ...values }) =>
          create.mutate({
            ...values,
            phoneNumberId: values.phoneNumberId.trim(),
            accessToken: values.accessToken.trim(),
            appSecret: values.appSecret.trim(),
            ...(wabaId.trim() && { wabaId: wabaId.trim() }),
          }),
        )}
        noValidate
      >
        <Stack gap="sm" maw={520}>
          <TextInput label={t("name")} description={t("nameHint")} {...form.getInputProps("name")} />
          <TextInput
            label={t("phoneNumberId")}
            description={t("phoneNumberIdHint")}
            inputMode="numeric"
            {...form.getInputProps("phoneNumberId")}
          />
          <TextInput label={t("wabaId")} description={t("wabaIdHint")} inputMode="numeric" {...form.getInputProps("wabaId")} />
          <PasswordInput
            label={t("accessToken")}
            description={t("accessTokenHint")}
            autoComplete="off"
            visibilityToggleButtonProps={{ "aria-label": t("show") }}
            {...form.getInputProps("accessToken")}
          />
          <PasswordInput
            label={t("appSecret")}
            description={t("appSecretHint")}
            autoComplete="off"
            visibilityToggleButtonProps={{ "aria-label": t("show") }}
            {...form.getInputProps("appSecret")}
          />
          <FormError error={create.error} />
          <Group>
            <Button type="submit" loading={create.isPending}>
              {t("saveAndTest")}
            </Button>
            <Text size="xs" c="dimmed">
              {t("encrypted")}
            </Text>
          </Group>
        </Stack>
      </form>
    </>
  );
}
