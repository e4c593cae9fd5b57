import { Autocomplete, Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";

interface FolderDialogProps {
  automations: readonly { id: string; folder: string | null }[];
  folders: readonly string[];
  close: () => void;
}

export function FolderDialog({ automations, folders, close }: FolderDialogProps) {
  const { t } = useTranslation(["automations", "common"]);
  const queryClient = useQueryClient();
  const [folder, setFolder] = useState(automations[0]?.folder ?? "");
  const move = useMutation({
    mutationFn: () => Promise.all(automations.map(({ id }) => client.automations.update({ id, folder: folder.trim() || null }))),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.automations.key() });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("move")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate();
        }}
      >
        <Stack gap="sm">
          <Autocomplete
            label={t("folder")}
            description={t("folderHint")}
            data={[...folders]}
            value={folder}
            onChange={setFolder}
            data-autofocus
          />
          <FormError error={move.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={move.isPending}>
              {t("moveAction", { count: automations.length })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
