/** A copy of a template as drafts in all its languages, also for another number. */
import { Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Template } from "../../contract/templates.ts";
import { api } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { toTemplateName } from "./template-name.ts";

export function DuplicateTemplate({ template, close }: { template: Template; close: () => void }) {
  const { t } = useTranslation(["templates", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState(`${template.name}_2`.slice(0, 512));
  const [channelId, setChannelId] = useState(template.channelId);
  const channels = useQuery(api.channels.list.queryOptions());
  const duplicate = useMutation(
    api.templates.duplicate.mutationOptions({
      onSuccess: async (made) => {
        await queryClient.invalidateQueries({ queryKey: api.templates.key() });
        close();
        await navigate({ to: "/w/$workspace/templates/$templateId", params: { workspace, templateId: made.id } });
      },
    }),
  );
  return (
    <Modal opened onClose={close} title={t("duplicateTitle", { name: template.name })}>
      <ObjectForm
        submit={() => duplicate.mutate({ id: template.id, name, channelId })}
        close={close}
        busy={duplicate.isPending}
        error={duplicate.error}
        valid={/^[a-z0-9_]+$/.test(name)}
      >
        <TextInput
          label={t("name")}
          description={t("nameHint")}
          value={name}
          onChange={(event) => setName(toTemplateName(event.currentTarget.value))}
          data-autofocus
        />
        <Select
          label={t("channel")}
          data={channels.data?.items.map((channel) => ({ value: channel.id, label: channel.name })) ?? []}
          value={channelId}
          onChange={setChannelId}
        />
      </ObjectForm>
    </Modal>
  );
}
