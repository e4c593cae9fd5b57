/** What can be done with all marked automations at once. */
import { Button, CloseButton, Text, Tooltip } from "@mantine/core";
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
  const drafts = automations.filter(({ publishedVersion }) => publishedVersion === null).length;
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
      <Action
        label={t("activate")}
        refusal={startable.length === 0 ? t(drafts > 0 ? "bulkDrafts" : "bulkAllActive", { count: drafts }) : null}
        hint={drafts > 0 ? t("bulkWithoutDrafts", { count: drafts }) : null}
        loading={each.isPending}
        run={() => each.mutate({ items: startable, run: (id) => client.automations.activate({ id }) })}
      />
      <Action
        label={t("pause")}
        refusal={active.length === 0 ? t("bulkNoneActive") : null}
        hint={null}
        loading={each.isPending}
        run={() => each.mutate({ items: active, run: (id) => client.automations.deactivate({ id }) })}
      />
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

interface ActionProps {
  label: string;
  /** Why it cannot be done; the button says so to whoever points at it or comes by keyboard. */
  refusal: string | null;
  hint: string | null;
  loading: boolean;
  run: () => void;
}

function Action({ label, refusal, hint, loading, run }: ActionProps) {
  const text = refusal ?? hint;
  return (
    <Tooltip multiline maw={280} label={text} disabled={text === null} events={{ hover: true, focus: true, touch: true }}>
      <Button
        size="xs"
        variant="light"
        loading={loading}
        aria-disabled={refusal !== null}
        data-disabled={refusal !== null || undefined}
        {...(text !== null && { "aria-description": text })}
        onClick={() => refusal === null && run()}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
