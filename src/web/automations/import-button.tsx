/** Reads a YAML or JSON file as a new automation. Where one of its name is there already, the person says what becomes of that. */
import { ActionIcon, Button, Group, Modal, Stack, Text, Tooltip } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorCode } from "../../contract/client.ts";
import { api, client } from "../api.ts";
import { toastDone, toastError } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { FileButton } from "../ui/file-button.tsx";

type Wish = Parameters<typeof client.automations.import>[0];

export function ImportButton() {
  const { t } = useTranslation(["automations", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  /** The file whose name is taken. */
  const [taken, setTaken] = useState<string | null>(null);
  const read = useMutation({
    mutationFn: (wish: Wish) => client.automations.import(wish),
    onSuccess: async ({ automation, problems }) => {
      setTaken(null);
      toastDone(t("imported", { name: automation.name, count: problems.length }));
      await queryClient.invalidateQueries({ queryKey: api.automations.key() });
      await navigate({ to: "/w/$workspace/automations/$automationId", params: { workspace, automationId: automation.id } });
    },
    onError: (error, { content }) => {
      if (errorCode(error) === "name_taken") setTaken(content);
      else toastError(error);
    },
  });
  const again = (wish: Partial<Wish>) => taken !== null && read.mutate({ content: taken, ...wish });
  return (
    <>
      <FileButton accept=".yaml,.yml,.json" onChange={(file) => file && void file.text().then((content) => read.mutate({ content }))}>
        {(props) => (
          <Tooltip label={t("import")}>
            <ActionIcon {...props} variant="default" size={36} aria-label={t("import")} loading={read.isPending}>
              <IconUpload size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </FileButton>
      <Modal opened={taken !== null} onClose={() => setTaken(null)} title={t("importTaken.title")}>
        <Stack>
          <Text size="sm">{t("importTaken.text")}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setTaken(null)}>
              {t("common:cancel")}
            </Button>
            <Button variant="default" loading={read.isPending} onClick={() => again({ replace: true })}>
              {t("importTaken.replace")}
            </Button>
            <Button loading={read.isPending} onClick={() => again({ rename: true })}>
              {t("importTaken.beside")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
