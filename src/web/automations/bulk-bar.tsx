/** What can be done with all marked automations at once. */
import { Button, CloseButton, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AutomationSummary } from "../../contract/automations.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { toastDone, toastError } from "../shell/toast.ts";
import { errorText } from "../ui/error-text.ts";
import classes from "./automations.module.css";
import { FolderDialog } from "./folder-dialog.tsx";

interface BulkBarProps {
  automations: readonly AutomationSummary[];
  clear: () => void;
  folders: readonly string[];
}

export function BulkBar({ automations, clear, folders }: BulkBarProps) {
  const { t } = useTranslation(["automations", "common"]);
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<"folder" | "delete">();
  const active = automations.filter(({ state }) => state === "active");
  const startable = automations.filter(({ state, publishedVersion }) => state !== "active" && publishedVersion !== null);
  const each = useMutation({
    mutationFn: async ({ items, run }: { items: readonly AutomationSummary[]; run: (id: string) => Promise<unknown> }) => {
      const failures: string[] = [];
      for (const item of items) {
        await run(item.id).catch((error: unknown) => failures.push(`${item.name}: ${errorText(error, "")}`));
      }
      if (failures.length > 0) throw new Error(failures.join("\n"));
      return items.length;
    },
    onSuccess: (count) => {
      toastDone(t("bulkDone", { count }));
      clear();
    },
    onError: toastError,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: api.automations.key() }),
  });
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("bulk")}>
      <Text size="sm" fw={600}>
        {t("selected", { count: automations.length })}
      </Text>
      <Button
        size="xs"
        variant="light"
        disabled={startable.length === 0}
        loading={each.isPending}
        onClick={() => each.mutate({ items: startable, run: (id) => client.automations.activate({ id }) })}
      >
        {t("activate")}
      </Button>
      <Button
        size="xs"
        variant="light"
        disabled={active.length === 0}
        loading={each.isPending}
        onClick={() => each.mutate({ items: active, run: (id) => client.automations.deactivate({ id }) })}
      >
        {t("pause")}
      </Button>
      <Button size="xs" variant="light" onClick={() => setDialog("folder")}>
        {t("move")}
      </Button>
      <Button size="xs" variant="light" color="red" onClick={() => setDialog("delete")}>
        {t("common:delete")}
      </Button>
      <CloseButton aria-label={t("clearSelection")} onClick={clear} />
      {dialog === "folder" && <FolderDialog automations={automations} folders={folders} close={() => setDialog(undefined)} />}
      <Confirm
        opened={dialog === "delete"}
        onClose={() => setDialog(undefined)}
        title={t("deleteMany", { count: automations.length })}
        action={t("common:delete")}
        run={() => each.mutateAsync({ items: automations, run: (id) => client.automations.delete({ id }) })}
      >
        {t("deleteText", { count: automations.reduce((sum, { active: inside }) => sum + inside, 0) })}
      </Confirm>
    </div>
  );
}
