/** The workspace and a way to change parts of its settings. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { toastDone } from "../shell/toast.ts";

export function useWorkspaceSettings() {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const workspace = useQuery(api.workspaces.get.queryOptions());
  const save = useMutation(
    api.workspaces.update.mutationOptions({
      onSuccess: async (answer) => {
        queryClient.setQueryData(api.workspaces.get.queryKey(), answer);
        toastDone(t("saved"));
        await queryClient.invalidateQueries({ queryKey: api.account.key() });
      },
    }),
  );
  return { workspace, save };
}
