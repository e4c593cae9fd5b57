import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { LanguageSelect } from "../ui/language-select.tsx";

export function NewContact({ close }: { close: () => void }) {
  const { t } = useTranslation(["contacts", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { phone: "", firstName: "", lastName: "", email: "", language: null as string | null },
    validate: { phone: (value) => (value.trim().length >= 3 ? null : t("phoneNeeded")) },
  });
  const upsert = useMutation(
    api.contacts.upsert.mutationOptions({
      onSuccess: async (contact) => {
        await queryClient.invalidateQueries({ queryKey: api.contacts.key() });
        if (!contact.created) toastDone(t("existed"));
        close();
        await navigate({ to: "/w/$workspace/contacts/$contactId", params: { workspace, contactId: contact.id } });
      },
    }),
  );
  return (
    <Modal opened onClose={close} title={t("new")}>
      <form
        onSubmit={form.onSubmit(({ phone, firstName, lastName, email, language }) =>
          upsert.mutate({
            phone,
            ...(firstName && { firstName }),
            ...(lastName && { lastName }),
            ...(email && { email }),
            ...(language && { language }),
          }),
        )}
        noValidate
      >
        <Stack gap="sm">
          <TextInput label={t("attribute.phone")} description={t("phoneHint")} type="tel" data-autofocus {...form.getInputProps("phone")} />
          <Group grow>
            <TextInput label={t("attribute.firstName")} {...form.getInputProps("firstName")} />
            <TextInput label={t("attribute.lastName")} {...form.getInputProps("lastName")} />
          </Group>
          <TextInput label={t("attribute.email")} type="email" {...form.getInputProps("email")} />
          <LanguageSelect
            label={t("attribute.language")}
            value={form.values.language}
            onChange={(language) => form.setFieldValue("language", language)}
          />
          <FormError error={upsert.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={upsert.isPending}>
              {t("common:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
