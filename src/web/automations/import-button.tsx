/** Reads a YAML or JSON file as a new automation. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, client } from "../api.ts";
import { toastDone, toastError } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { FileButton } from "../ui/file-button.tsx";

export function ImportButton() {
  const { t } = useTranslation("automations");
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const read = useMutation({
    mutationFn: async (file: File) => client.automations.import({ content: await file.text() }),
    onSuccess: async ({ automation, problems }) => {
      toastDone(t("imported", { name: automation.name, count: problems.length }));
      await queryClient.invalidateQueries({ queryKey: api.automations.key() });
      await navigate({ to: "/w/$workspace/automations/$automationId", params: { workspace, automationId: automation.id } });
    },
    onError: toastError,
  });
  return (
    <FileButton accept=".yaml,.yml,.json" onChange={(file) => file && read.mutate(file)}>
      {(props) => (
        <Tooltip label={t("import")}>
          <ActionIcon {...props} variant="default" size={36} aria-label={t("import")} loading={read.isPending}>
            <IconUpload size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  );
}
