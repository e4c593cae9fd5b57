import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "./form-error.tsx";

export function NewWorkspace({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t, i18n } = useTranslation(["shell", "common"]);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation(
    api.workspaces.create.mutationOptions({
      onSuccess: async (workspace) => {
        await queryClient.invalidateQueries({ queryKey: api.account.key() });
        onClose();
        setName("");
        await navigate({ to: "/w/$workspace", params: { workspace: workspace.slug } });
      },
    }),
  );
  return (
    <Modal opened={opened} onClose={onClose} title={t("newWorkspace")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name, language: i18n.language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC" });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t("workspaceName")}
            description={t("newWorkspaceHint")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
            required
            withAsterisk={false}
          />
          <FormError error={create.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
              {t("newWorkspace")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
