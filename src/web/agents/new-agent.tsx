import { Modal, Select, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { aiAgentSettings } from "../../domain/ai-agent.ts";
import { api, client } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { useModelConnections } from "./use-connections.ts";

export function NewAgent({ close }: { close: () => void }) {
  const { t } = useTranslation("agents");
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const connections = useModelConnections();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [isDefault, setDefault] = useState(false);
  const connectionId = chosen ?? connections.data?.[0]?.id ?? null;
  const save = useMutation({
    mutationFn: () => client.agents.create({ name, isDefault, settings: aiAgentSettings.parse({ connectionId }) }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: api.agents.key() });
      await navigate({ to: `/w/${workspace}/agents/${id}` as never });
    },
  });
  return (
    <Modal opened onClose={close} title={t("new")}>
      <ObjectForm submit={save.mutate} close={close} busy={save.isPending} error={save.error} valid={name.trim() !== ""}>
        <TextInput
          label={t("name")}
          description={t("nameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Select
          label={t("connection")}
          data={(connections.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={connectionId}
          onChange={setChosen}
        />
        <Switch
          label={t("isDefault")}
          description={t("isDefaultHint")}
          checked={isDefault}
          onChange={(event) => setDefault(event.currentTarget.checked)}
        />
      </ObjectForm>
    </Modal>
  );
}
