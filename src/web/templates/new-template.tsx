import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Template } from "../../contract/templates.ts";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { CategoryField } from "./category-field.tsx";
import { TEMPLATE_LANGUAGES, templateLanguageName } from "./template-languages.ts";
import { toTemplateName } from "./template-name.ts";

interface NewTemplateProps {
  /** What somebody typed where a template is chosen. */
  name?: string | undefined;
  made: (template: { id: string; name: string }) => unknown;
  close: () => void;
}

export function NewTemplate({ name: given = "", made, close }: NewTemplateProps) {
  const { t, i18n } = useTranslation(["templates", "common"]);
  const queryClient = useQueryClient();
  const channels = useQuery(api.channels.list.queryOptions());
  const [name, setName] = useState(toTemplateName(given));
  const [category, setCategory] = useState<Template["category"]>("utility");
  const [language, setLanguage] = useState(i18n.language);
  const [channelId, setChannelId] = useState<string | null>(null);
  const create = useMutation(
    api.templates.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: api.templates.key() });
        await made({ id, name });
      },
    }),
  );
  return (
    <Modal opened onClose={close} title={t("new")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({
            name,
            category,
            language,
            channelId: channelId ?? channels.data?.items[0]?.id ?? null,
            definition: { body: t("firstBody", { variable: "{{first_name}}" }), examples: { first_name: "Anna" }, buttons: [] },
          });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t("name")}
            description={t("nameHint")}
            value={name}
            onChange={(event) => setName(toTemplateName(event.currentTarget.value))}
            data-autofocus
          />
          <CategoryField value={category} onChange={setCategory} />
          <Select
            label={t("language")}
            searchable
            allowDeselect={false}
            data={TEMPLATE_LANGUAGES.map((code) => ({ value: code, label: templateLanguageName(code, i18n.language) }))}
            value={language}
            onChange={(value) => value && setLanguage(value)}
          />
          {(channels.data?.items.length ?? 0) > 1 && (
            <Select
              label={t("channel")}
              allowDeselect={false}
              data={channels.data?.items.map((channel) => ({ value: channel.id, label: channel.name })) ?? []}
              value={channelId ?? channels.data?.items[0]?.id ?? null}
              onChange={setChannelId}
            />
          )}
          <FormError error={create.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!name}>
              {t("create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
