/** What can be done with the folder that is shown: a new name, or taking everything out of it. */
import { ActionIcon, Menu, Modal, TextInput } from "@mantine/core";
import { IconDots, IconFolderOff, IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { toastDone, toastError } from "../shell/toast.ts";

export function FolderMenu({ name, moved }: { name: string; moved: (to: string | null) => void }) {
  const { t } = useTranslation(["automations", "common"]);
  const queryClient = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const [to, setTo] = useState(name);
  const rename = useMutation(
    api.automations.renameFolder.mutationOptions({
      onSuccess: async (_, { to: target }) => {
        setRenaming(false);
        moved(target);
        if (target === null) toastDone(t("folderDissolved", { name }));
        await queryClient.invalidateQueries({ queryKey: api.automations.key() });
      },
    }),
  );
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon size={28} radius="xl" aria-label={t("folderActions", { name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => {
              setTo(name);
              setRenaming(true);
            }}
          >
            {t("renameFolder")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderOff size={16} />} onClick={() => rename.mutate({ name, to: null }, { onError: toastError })}>
            {t("dissolveFolder")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={renaming} onClose={() => setRenaming(false)} title={t("renameFolder")}>
        <ObjectForm
          submit={() => rename.mutate({ name, to: to.trim() })}
          close={() => setRenaming(false)}
          busy={rename.isPending}
          error={rename.error}
          valid={to.trim() !== ""}
        >
          <TextInput label={t("folder")} value={to} onChange={(event) => setTo(event.currentTarget.value)} data-autofocus />
        </ObjectForm>
      </Modal>
    </>
  );
}
