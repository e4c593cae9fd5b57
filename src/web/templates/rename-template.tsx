/** Another name or category, as long as Meta does not know the template. */
import { Alert, Button, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Template } from "../../contract/templates.ts";
import { api } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { toastDone } from "../shell/toast.ts";
import { CategoryField } from "./category-field.tsx";
import { toTemplateName } from "./template-name.ts";

interface RenameTemplateProps {
  template: Template;
  close: () => void;
  duplicate: () => void;
}

export function RenameTemplate({ template, close, duplicate }: RenameTemplateProps) {
  const { t } = useTranslation(["templates", "common"]);
  const queryClient = useQueryClient();
  const [name, setName] = useState(template.name);
  const [category, setCategory] = useState(template.category);
  const update = useMutation(
    api.templates.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.templates.key() });
        toastDone(t("rename.done"));
        close();
      },
    }),
  );
  const submitted = template.versions.some(({ status, providerId }) => status !== "draft" || providerId !== null);
  return (
    <Modal opened onClose={close} title={t("rename.title", { name: template.name })}>
      {submitted ? (
        <Alert variant="light" className="warning-alert" title={t("rename.submitted")}>
          <Stack gap="sm" align="flex-start">
            {t("rename.submittedText")}
            <Button size="xs" variant="default" onClick={duplicate}>
              {t("common:duplicate")}
            </Button>
          </Stack>
        </Alert>
      ) : (
        <ObjectForm
          submit={() => update.mutate({ id: template.id, name, category })}
          close={close}
          busy={update.isPending}
          error={update.error}
          valid={name !== "" && (name !== template.name || category !== template.category)}
        >
          <TextInput
            label={t("name")}
            description={t("nameHint")}
            value={name}
            onChange={(event) => setName(toTemplateName(event.currentTarget.value))}
            data-autofocus
          />
          <CategoryField value={category} onChange={setCategory} />
        </ObjectForm>
      )}
    </Modal>
  );
}
