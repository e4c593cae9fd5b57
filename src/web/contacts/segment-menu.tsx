/** What can be done with the saved filter that is shown. */
import { ActionIcon, Menu, Modal, TextInput } from "@mantine/core";
import { IconDots, IconFilterEdit, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "../../contract/objects.ts";
import { api, client } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { toastError, toastUndo } from "../shell/toast.ts";

export function SegmentMenu({ segment, edit, gone }: { segment: Segment; edit: () => void; gone: () => void }) {
  const { t } = useTranslation(["contacts", "common"]);
  const queryClient = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const [name, setName] = useState(segment.name);
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.segments.key() });
  const rename = useMutation(
    api.segments.update.mutationOptions({
      onSuccess: async () => {
        setRenaming(false);
        await refresh();
      },
    }),
  );
  const remove = async () => {
    try {
      await client.segments.delete({ id: segment.id });
      gone();
      await refresh();
      toastUndo(t("segment.deleted", { name: segment.name }), () => {
        client.segments.create({ name: segment.name, filter: segment.filter }).then(refresh, toastError);
      });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label={t("segment.actions", { name: segment.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFilterEdit size={16} />} onClick={edit}>
            {t("segment.edit")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => {
              setName(segment.name);
              setRenaming(true);
            }}
          >
            {t("common:rename")}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => void remove()}>
            {t("common:delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={renaming} onClose={() => setRenaming(false)} title={t("segment.rename")}>
        <ObjectForm
          submit={() => rename.mutate({ id: segment.id, name: name.trim() })}
          close={() => setRenaming(false)}
          busy={rename.isPending}
          error={rename.error}
          valid={name.trim() !== ""}
        >
          <TextInput label={t("segment.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        </ObjectForm>
      </Modal>
    </>
  );
}
