import { ActionIcon, Menu } from "@mantine/core";
import {
  IconCopy,
  IconDots,
  IconDownload,
  IconFolder,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconTrash,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AutomationSummary } from "../../contract/automations.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { download } from "../shell/download.ts";
import { toastError } from "../shell/toast.ts";
import { useMay } from "../shell/use-me.ts";
import { ActivateDialog } from "./activate-dialog.tsx";
import { DuplicateDialog } from "./duplicate-dialog.tsx";
import { FolderDialog } from "./folder-dialog.tsx";
import { StartDialog } from "./start-dialog.tsx";
import { useActivation } from "./use-activation.ts";

export function AutomationMenu({ automation, folders }: { automation: AutomationSummary; folders: readonly string[] }) {
  const { t } = useTranslation(["automations", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const activation = useActivation(automation);
  const [dialog, setDialog] = useState<"duplicate" | "folder" | "start" | "delete">();
  const writable = may("automations:write");
  const close = () => setDialog(undefined);
  const exportYaml = async () => {
    try {
      const { filename, content } = await client.automations.export({ id: automation.id, format: "yaml" });
      download(filename, content, "application/yaml");
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("actionsOf", { name: automation.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {writable && automation.state === "active" && (
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={activation.pause}>
              {t("pause")}
            </Menu.Item>
          )}
          {writable && automation.publishedVersion !== null && automation.state !== "active" && (
            <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={activation.activate}>
              {t("activate")}
            </Menu.Item>
          )}
          {writable && automation.state === "active" && (
            <Menu.Item leftSection={<IconPlayerTrackNext size={16} />} onClick={() => setDialog("start")}>
              {t("start.menu")}
            </Menu.Item>
          )}
          {writable && (
            <>
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => setDialog("duplicate")}>
                {t("common:duplicate")}
              </Menu.Item>
              <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => setDialog("folder")}>
                {t("move")}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void exportYaml()}>
            {t("export")}
          </Menu.Item>
          {writable && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDialog("delete")}>
                {t("common:delete")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ActivateDialog activation={activation} />
      {dialog === "duplicate" && <DuplicateDialog automation={automation} close={close} />}
      {dialog === "start" && <StartDialog automation={automation} close={close} />}
      {dialog === "folder" && <FolderDialog automations={[automation]} folders={folders} close={close} />}
      <Confirm
        opened={dialog === "delete"}
        onClose={close}
        title={t("deleteTitle", { name: automation.name })}
        action={t("common:delete")}
        run={async () => {
          await client.automations.delete({ id: automation.id });
          await queryClient.invalidateQueries({ queryKey: api.automations.key() });
        }}
      >
        {t("deleteText", { count: automation.active })}
      </Confirm>
    </>
  );
}
