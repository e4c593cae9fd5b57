/** The same change for all selected contacts: named ones, or everyone who matches. */
import { Button, CloseButton, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactChange } from "../../contract/contacts.ts";
import { client } from "../api.ts";
import { StartDialog } from "../automations/start-dialog.tsx";
import { Confirm } from "../shell/confirm.tsx";
import { toastDone, toastError } from "../shell/toast.ts";
import { useMay } from "../shell/use-me.ts";
import { formatNumber } from "../ui/format.ts";
import { BulkChangeDialog, type BulkKind } from "./bulk-change-dialog.tsx";
import classes from "./contacts.module.css";
import { MergeDialog } from "./merge-dialog.tsx";

export interface Selection {
  ids: ReadonlySet<string>;
  /** Everyone who matches the search, loaded or not. */
  all: boolean;
}

interface BulkContactsProps {
  selection: Selection;
  search: Parameters<typeof client.contacts.count>[0];
  total: number;
  clear: () => void;
}

const KINDS: readonly BulkKind[] = [
  "addTags",
  "removeTags",
  "addToLists",
  "removeFromLists",
  "consent",
  "addOperators",
  "language",
  "field",
];

export function BulkContacts({ selection, search, total, clear }: BulkContactsProps) {
  const { t, i18n } = useTranslation(["contacts", "automations", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<BulkKind>();
  const [dialog, setDialog] = useState<"merge" | "start" | "erase">();
  // Words are not part of a filter, so everyone who matches words cannot be started at once.
  const startFor = !selection.all
    ? { contactIds: [...selection.ids] }
    : search?.filter && !search.search
      ? { filter: search.filter }
      : undefined;
  const count = selection.all ? total : selection.ids.size;
  const change = useMutation({
    // The server takes a thousand at a time and says how many are left.
    mutationFn: async (contactChange: ContactChange) => {
      let changed = 0;
      const chosen = selection.all ? { search } : { ids: [...selection.ids] };
      for (;;) {
        const result = await client.contacts.bulkUpdate({ selection: chosen, change: contactChange });
        changed += result.changed;
        if (result.remaining === 0 || result.matched === 0) return changed;
      }
    },
    onSuccess: (changed) => {
      toastDone(t("bulk.done", { count: changed }));
      setKind(undefined);
      clear();
    },
    onError: toastError,
    onSettled: () => void queryClient.invalidateQueries(),
  });
  if (!may("contacts:write")) return null;
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("bulk.label")}>
      <Text size="sm" fw={600}>
        {t("bulk.selected", { count, formatted: formatNumber(count, i18n.language) })}
      </Text>
      <Menu position="top-start">
        <Menu.Target>
          <Button size="xs" variant="light" rightSection={<IconChevronDown size={14} />}>
            {t("bulk.change")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((one) => (
            <Menu.Item key={one} onClick={() => setKind(one)}>
              {t(`bulk.kind.${one}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {may("automations:write") && startFor && selection.ids.size <= 1000 && (
        <Button size="xs" variant="light" onClick={() => setDialog("start")}>
          {t("automations:start.title")}
        </Button>
      )}
      {!selection.all && selection.ids.size > 1 && selection.ids.size <= 20 && (
        <Button size="xs" variant="light" onClick={() => setDialog("merge")}>
          {t("merge.action")}
        </Button>
      )}
      {!selection.all && selection.ids.size <= 1000 && (
        <Button size="xs" variant="light" color="red" onClick={() => setDialog("erase")}>
          {t("erase.action")}
        </Button>
      )}
      <CloseButton aria-label={t("bulk.clear")} onClick={clear} />
      {kind && (
        <BulkChangeDialog
          kind={kind}
          count={count}
          busy={change.isPending}
          error={change.error}
          close={() => setKind(undefined)}
          apply={(value) => change.mutate(value)}
        />
      )}
      {dialog === "start" && startFor && <StartDialog startFor={startFor} close={() => setDialog(undefined)} />}
      {dialog === "merge" && <MergeDialog ids={[...selection.ids]} close={() => setDialog(undefined)} done={clear} />}
      <Confirm
        opened={dialog === "erase"}
        onClose={() => setDialog(undefined)}
        title={t("erase.title", { count })}
        action={t("erase.action")}
        run={async () => {
          await client.contacts.bulkErase({ ids: [...selection.ids] });
          clear();
          await queryClient.invalidateQueries();
        }}
      >
        {t("erase.text")}
      </Confirm>
    </div>
  );
}
